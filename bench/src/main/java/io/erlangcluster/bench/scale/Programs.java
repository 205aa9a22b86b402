package io.erlangcluster.bench.scale;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Java programs beside this one. */
final class Programs {

    private Programs() {}

    static ProcessBuilder java(List<String> flags, List<String> arguments, Path log) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(flags);
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    }
}
