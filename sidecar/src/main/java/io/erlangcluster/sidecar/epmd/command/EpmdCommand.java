package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.command.Invocation.Dump;
import io.erlangcluster.sidecar.epmd.command.Invocation.Kill;
import io.erlangcluster.sidecar.epmd.command.Invocation.LongNames;
import io.erlangcluster.sidecar.epmd.command.Invocation.Lookup;
import io.erlangcluster.sidecar.epmd.command.Invocation.Misuse;
import io.erlangcluster.sidecar.epmd.command.Invocation.Names;
import io.erlangcluster.sidecar.epmd.command.Invocation.Serve;
import io.erlangcluster.sidecar.epmd.command.Invocation.Started;
import io.erlangcluster.sidecar.epmd.command.Invocation.Stop;
import io.erlangcluster.sidecar.epmd.command.Invocation.Watch;
import io.erlangcluster.sidecar.epmd.state.NodeProbe;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** The command {@code epmd}: server or client, whatever its arguments say. */
public final class EpmdCommand {

    private EpmdCommand() {}

    /**
     * Runs the command to its end: as the server, until it is killed.
     *
     * @param probes makes what finds out whether the nodes of an earlier server are still there
     * @return the exit code
     */
    public static int run(
            List<String> arguments, Map<String, String> environment, Function<EventLoop, NodeProbe> probes) {
        Terminal terminal = Terminal.STANDARD;
        try {
            return switch (Arguments.parse(arguments, environment)) {
                case Serve(var options) -> new Serving(options, environment, terminal, probes).run();
                case Names(int port) -> new EpmdClient(port, terminal).list('n');
                case LongNames(int port) ->
                    new EpmdClient(port, terminal).extended(NodePrinter.LINES, ExtendedClient::names);
                case Lookup(int port, var wanted, var printer) ->
                    new EpmdClient(port, terminal).extended(printer, new Wanted(wanted)::lookUp);
                case Watch(int port, var wanted, var printer) ->
                    new EpmdClient(port, terminal).watch(printer, new Wanted(wanted));
                case Dump(int port) -> new EpmdClient(port, terminal).list('d');
                case Started(int port) -> new EpmdClient(port, terminal).started();
                case Kill(int port) -> new EpmdClient(port, terminal).kill();
                case Stop(int port, var name) -> new EpmdClient(port, terminal).stop(name);
                case Misuse() -> {
                    terminal.complain(usage());
                    yield 1;
                }
            };
        } catch (IOException e) {
            terminal.complain("epmd: " + e.getMessage() + "\n");
            return 1;
        }
    }

    private static byte[] usage() throws IOException {
        try (InputStream usage = Objects.requireNonNull(EpmdCommand.class.getResourceAsStream("usage.txt"))) {
            return usage.readAllBytes();
        }
    }
}
