package io.erlangcluster.sidecar.epmd.acceptance;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The two epmds. */
enum Implementation {
    /** The machine's own. */
    C("C epmd", List.of("epmd")),

    /** What bin/epmd runs, on the classes of this build; or, with {@code -Depmd=bin/epmd}, that script itself. */
    OURS(
            "bin/epmd",
            Optional.ofNullable(System.getProperty("epmd")).map(List::of).orElseGet(Implementation::java));

    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<String> command;

    Implementation(String title, List<String> command) {
        this.title = title;
        this.command = command;
    }

    /** The command line that runs it with {@code arguments}. */
    List<String> command(String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        return line;
    }

    @Override
    public String toString() {
        return title;
    }

    private static List<String> java() {
        // No more than it needs: every jar that is searched costs a descriptor, and one test allows only a few.
        Pattern needed = Pattern.compile("sidecar/target/|/netty-|/jboss-logging-");
        String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(needed.asPredicate())
                .collect(Collectors.joining(File.pathSeparator));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-Xmx96m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                classPath,
                "io.erlangcluster.sidecar.Epmd");
    }
}
