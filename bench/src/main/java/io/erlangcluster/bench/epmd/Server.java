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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An epmd as a process of its own on a free loopback port. */
final class Server implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Which one. */
    enum Kind {
        OURS("bin/epmd"),
        C("epmd");

        private final String program;

        Kind(String program) {
            this.program = program;
        }

        String label() {
            return this == OURS ? "ours" : "C epmd";
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
        List<String> command = new ArrayList<>(List.of(
                kind.program,
                "-port",
                Integer.toString(address.getPort()),
                "-address",
                address.getAddress().getHostAddress(),
                "-relaxed_command_check"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("ERL_EPMD_STATE", state.toString());
        Process process = builder.start();
        Server server = new Server(process, address);
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!server.accepts()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                server.close();
                throw new IOException(kind.program + " does not serve");
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
