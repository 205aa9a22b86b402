package io.erlangcluster.bench.pod;

import io.erlangcluster.e2e.pod.Command;
import io.erlangcluster.e2e.pod.NetworkNamespace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real Erlang VM in a pod's network, and the functions of bench_node.erl in it; not distributed until it is told. */
final class Vm implements AutoCloseable {

    private static final String MODULE = "bench_node.erl";

    private final Process process;
    private final Writer commands;
    private final BufferedReader answers;

    private Vm(Process process) {
        this.process = process;
        this.commands = process.outputWriter();
        this.answers = process.inputReader();
    }

    /** Where bench_node was compiled to. */
    static Path modules() throws IOException {
        Path directory = Files.createTempDirectory("bench-modules");
        try (InputStream source = Objects.requireNonNull(Vm.class.getResourceAsStream(MODULE))) {
            Files.copy(source, directory.resolve(MODULE));
        }
        Command.run(
                "erlc", "-o", directory.toString(), directory.resolve(MODULE).toString());
        return directory;
    }

    /** Starts one; {@code flags} of erl, such as its cookie. */
    static Vm start(NetworkNamespace network, Path modules, List<String> flags) throws IOException {
        List<String> command = new ArrayList<>(List.of("erl", "-noshell", "-pa", modules.toString()));
        command.addAll(flags);
        command.addAll(List.of("-s", "bench_node", "main"));
        ProcessBuilder builder = new ProcessBuilder(network.inside(command)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("ERL_"));
        return new Vm(builder.start());
    }

    /** Calls {@code function}; arguments are Erlang terms, and so are the numbers that come back. */
    List<Double> call(String function, String... arguments) throws IOException {
        commands.write("{" + function + ",[" + String.join(",", arguments) + "]}.\n");
        commands.flush();
        List<String> others = new ArrayList<>();
        for (String line = answers.readLine(); line != null; line = answers.readLine()) {
            if (line.startsWith("result")) {
                return Stream.of(line.split(" ", -1))
                        .skip(1)
                        .map(Double::valueOf)
                        .toList();
            }
            others.add(line);
            if (line.startsWith("failure")) {
                break;
            }
        }
        throw new IOException(function + " in a VM: " + others.stream().collect(Collectors.joining("; ")));
    }

    /** SIGKILL, and waits for the end. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
