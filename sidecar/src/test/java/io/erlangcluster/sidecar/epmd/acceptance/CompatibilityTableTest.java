package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/epmd-compatibility.md is what the chapters say. */
class CompatibilityTableTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "epmd-compatibility.md");

    /** Words that a method's name cannot spell. */
    private static final Map<String, String> SPELLING = Map.of(
            "nul", "NUL",
            "utf 8", "UTF-8",
            "ipv 6", "IPv6",
            "erl epmd", "erl_epmd",
            "net adm", "net_adm",
            "in 127", "in 127.0.0.0/8",
            "systemd", "systemd",
            "unicode", "Unicode");

    private final List<JavaClass> chapters = new ClassFileImporter()
            .importPackages(CompatibilityTableTest.class.getPackageName()).stream()
                    .filter(type -> type.isAnnotatedWith(Chapter.class))
                    .sorted(Comparator.comparingInt(type -> chapter(type).number()))
                    .toList();

    @Test
    void theDocumentIsUpToDate() throws Exception {
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(DOCUMENT, document());
        }
        assertThat(DOCUMENT)
                .as("bin/test -pl sidecar -Dtest=CompatibilityTableTest -Dupdate-docs=true writes it")
                .hasContent(document());
    }

    private String document() {
        return """
                # bin/epmd and the C epmd

                What follows is measured: `bin/test -pl sidecar` runs every line as a test against both, the machine's own
                `epmd` (OTP 25 here) and ours, each as a process on a port of its own. %d behaviours are equal, %d are
                different on purpose. The page is written by `CompatibilityTableTest` from the tests' names.
                OTP 27 and 29 are not measured: Debian 12 has 25, and the build machine reaches no newer one.

                ## Different on purpose

                | case | C epmd | bin/epmd | because |
                |---|---|---|---|
                %s
                ## Equal
                %s""".formatted(
                chapters.stream().mapToLong(type -> equal(type).count()).sum(),
                chapters.stream().mapToLong(type -> different(type).count()).sum(),
                chapters.stream()
                        .flatMap(CompatibilityTableTest::different)
                        .map(CompatibilityTableTest::row)
                        .collect(Collectors.joining()),
                chapters.stream().map(CompatibilityTableTest::section).collect(Collectors.joining()));
    }

    private static String section(JavaClass type) {
        return "\n### "
                + chapter(type).title()
                + "\n\n"
                + equal(type).map(method -> "* " + sentence(method) + "\n").collect(Collectors.joining());
    }

    private static String row(JavaMethod method) {
        Different different = method.getAnnotationOfType(Different.class);
        return "| %s | %s | %s | %s |\n"
                .formatted(sentence(method), different.c(), different.ours(), different.because());
    }

    private static Stream<JavaMethod> equal(JavaClass type) {
        return inOrder(type).filter(method -> method.isAnnotatedWith(Equal.class));
    }

    private static Stream<JavaMethod> different(JavaClass type) {
        return inOrder(type).filter(method -> method.isAnnotatedWith(Different.class));
    }

    private static Stream<JavaMethod> inOrder(JavaClass type) {
        return type.getMethods().stream()
                .sorted(Comparator.comparingInt((JavaMethod method) ->
                                method.getSourceCodeLocation().getLineNumber())
                        .thenComparing(JavaMethod::getName));
    }

    private static Chapter chapter(JavaClass type) {
        return type.getAnnotationOfType(Chapter.class);
    }

    /** {@code aNameHasAtMost255Characters} says "A name has at most 255 characters". */
    private static String sentence(JavaMethod method) {
        String words = method.getName()
                .replaceAll("(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Za-z])|(?<=[A-Z])(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
        words = words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
        for (Map.Entry<String, String> spelling : SPELLING.entrySet()) {
            words = words.replaceAll("(?i)\\b" + spelling.getKey() + "\\b", spelling.getValue());
        }
        return words;
    }
}
