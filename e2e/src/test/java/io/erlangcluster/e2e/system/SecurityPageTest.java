package io.erlangcluster.e2e.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.e2e.platform.Builds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/security.md promises a test for each threat: each is there. */
class SecurityPageTest {

    private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
    private static final Path ROOT = Builds.find().root();

    @Test
    void everyTestThatThePageNamesIsThere() throws IOException {
        List<MatchResult> named = NAMED.matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .toList();
        assertThat(named).hasSizeGreaterThan(30);
        Set<String> missing = new TreeSet<>();
        for (MatchResult test : named) {
            if (!exists(test)) {
                missing.add(test.group());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(MatchResult test) throws IOException {
        for (String module : List.of("e2e", "operator", "sidecar", "charts")) {
            for (Path source : sources(ROOT.resolve(module).resolve("src/test/java"), test.group(1) + ".java")) {
                if (test.group(2) == null || Files.readString(source).contains("void " + test.group(2) + "(")) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Path> sources(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(path -> path.endsWith(name)).toList();
        }
    }
}
