package io.erlangcluster.operator.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;

/** The way to a server: the first connection is closed as soon as something is said on it, all others lead there. */
final class BreakingDoor implements AutoCloseable {

    private final ServerSocket listener;
    private final int target;
    private final AtomicInteger broken = new AtomicInteger();

    BreakingDoor(int target) throws IOException {
        this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.target = target;
        Thread.startVirtualThread(this::serve);
    }

    int port() {
        return listener.getLocalPort();
    }

    int broken() {
        return broken.get();
    }

    private void serve() {
        try {
            try (Socket first = listener.accept()) {
                first.getInputStream().readNBytes(1);
                broken.incrementAndGet();
            }
            while (true) {
                Socket client = listener.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                Thread.startVirtualThread(() -> copy(client, server));
                Thread.startVirtualThread(() -> copy(server, client));
            }
        } catch (IOException closed) {
            // by close()
        }
    }

    private static void copy(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException over) {
            // either end went away
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
