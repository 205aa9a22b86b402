package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.floor.BareJava;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** How {@link BareJava} is run as bin/epmd is, but for the AOT cache: the same Java, the same flags. */
final class BareEpmd {

    /** What bin/lib/prepare-epmd has written: one quoted argument a line, the class path after the flags. */
    private static final Path PREPARED = Path.of("sidecar/target/epmd");

    private BareEpmd() {}

    static List<String> command(String port) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Files.readString(PREPARED.resolve("jdk")).strip() + "/bin/java");
        try (Stream<String> arguments = Files.lines(PREPARED.resolve("arguments"))) {
            command.addAll(arguments
                    .map(argument -> argument.replace("\"", ""))
                    .takeWhile(argument -> !argument.equals("-cp"))
                    .toList());
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), BareJava.class.getName(), port));
        return List.copyOf(command);
    }
}
