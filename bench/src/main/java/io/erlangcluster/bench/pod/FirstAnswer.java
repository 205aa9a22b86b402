package io.erlangcluster.bench.pod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An EPMD that has answered once.
 *
 * @param millis from before exec to that answer
 */
public record FirstAnswer(Process process, double millis) implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** PORT_PLEASE2_REQ for a name that nobody has (erl_dist_protocol). */
    private static final byte[] REQUEST = {0, 2, 122, 'x'};

    private static final int PORT2_RESP = 119;

    /** A port of the loopback address that nobody listens on. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts {@code command} and asks every millisecond. */
    public static FirstAnswer of(List<String> command, Map<String, String> environment, int port) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(environment);
        long begin = System.nanoTime();
        Process process = builder.start();
        while (!answers(port)) {
            if (!process.isAlive() || System.nanoTime() - begin > PATIENCE.toNanos()) {
                process.destroyForcibly();
                throw new IllegalStateException("no EPMD answers: " + String.join(" ", command));
            }
            Thread.sleep(1);
        }
        return new FirstAnswer(process, (System.nanoTime() - begin) / 1e6);
    }

    /** Returns when the process is gone. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }

    private static boolean answers(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write(REQUEST);
            return socket.getInputStream().read() == PORT2_RESP;
        } catch (IOException notYet) {
            return false;
        }
    }
}
