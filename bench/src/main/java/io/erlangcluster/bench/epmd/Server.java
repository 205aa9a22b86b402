package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.ProcessFigures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** An epmd as a process of its own on a free loopback port. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Which one. */
    enum Kind {
        OURS("ours"),
        C("C epmd"),
        /** The floor: accept, read, write, close in Java with the flags of ours. It knows no names. */
        BARE("bare Java");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }

        private List<String> command(InetSocketAddress address) throws IOException {
            String port = Integer.toString(address.getPort());
            return switch (this) {
                case OURS -> epmd("bin/epmd", port, address);
                case C -> epmd("epmd", port, address);
                case BARE -> BareEpmd.command(port);
            };
        }

        private static List<String> epmd(String program, String port, InetSocketAddress address) {
            String host = address.getAddress().getHostAddress();
            return List.of(program, "-port", port, "-address", host, "-relaxed_command_check");
        }

        /** What it can be asked. */
        List<Round.Way> ways() {
            return switch (this) {
                case OURS -> List.of(Round.Way.values());
                case C -> List.of(Round.Way.LOOK_UP_16, Round.Way.LOOK_UP_1, Round.Way.REGISTER_16);
                case BARE -> List.of(Round.Way.LOOK_UP_16, Round.Way.LOOK_UP_1);
            };
        }

        /** As JSON names it. */
        String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Process process;
    private final InetSocketAddress address;

    private Server(Process process, InetSocketAddress address) {
        this.process = process;
        this.address = address;
    }

    /** Starts one and returns once it accepts connections. */
    static Server start(Kind kind) throws IOException, InterruptedException {
        Path state = Files.createTempFile("epmd-bench", ".state");
        state.toFile().deleteOnExit();
        return start(kind, state);
    }

    /** Ours keeps its registrations in {@code state}, as it does in a file by default. */
    static Server start(Kind kind, Path state) throws IOException, InterruptedException {
        InetSocketAddress address = freeAddress();
        ProcessBuilder builder = new ProcessBuilder(kind.command(address))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ERL_EPMD_STATE", state.toString());
        Process process = builder.start();
        Server server = new Server(process, address);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!server.accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException(kind.label() + " does not serve");
            }
            Thread.sleep(5);
        }
        return server;
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
    }

    private boolean accepts() {
        try (Socket probe = connect()) {
            return probe.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    Socket connect() throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort());
        socket.setTcpNoDelay(true);
        return socket;
    }

    Socket connectFrom(InetAddress source) throws IOException {
        Socket socket = new Socket(address.getAddress(), address.getPort(), source, 0);
        socket.setTcpNoDelay(true);
        return socket;
    }

    ProcessFigures figures() {
        return new ProcessFigures(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
