package io.erlangcluster.e2e.pod;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReaperTest {

    @Test
    void nothingIsLeftOfARunThatWasKilled() throws Exception {
        Process run = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/java",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Orphan.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String[] line;
        try (BufferedReader output = new BufferedReader(new InputStreamReader(run.getInputStream(), UTF_8))) {
            line = Objects.requireNonNull(output.readLine()).split(" ", -1);
            assertThat(leftovers(line[0])).contains("bridge", "namespace", "etc");
            run.destroyForcibly().waitFor();
        }
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(leftovers(line[0])).isEmpty());
        for (String pid : List.of(line[1], line[2])) {
            await().atMost(30, SECONDS)
                    .until(() -> ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty());
        }
        await().atMost(30, SECONDS).until(() -> !Files.exists(Path.of("/run/erlangcluster", line[0])));
    }

    private static List<String> leftovers(String run) {
        return Stream.of(
                        found("bridge", Command.run("ip", "link").contains(run)),
                        found("namespace", Command.run("ip", "netns").contains(run)),
                        found("etc", Command.run("ls", "/etc/netns").contains(run)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> found(String what, boolean there) {
        return there ? Optional.of(what) : Optional.empty();
    }
}
