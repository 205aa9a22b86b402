package io.erlangcluster.bench.epmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Registrations, each kept by its connection. */
final class HeldNames implements AutoCloseable {

    /** So many have free ports for sure, whatever still waits for the end of its TIME_WAIT. */
    private static final int FROM_ONE_ADDRESS = 1000;

    private final int first;
    private final List<Socket> connections = new ArrayList<>();

    private HeldNames(int first) {
        this.first = first;
    }

    /** Registers up to {@code count} names; a server that takes no more ends it. */
    static HeldNames register(Server server, int count) throws IOException {
        return register(server, 0, count);
    }

    /** Registers the names from the number {@code first} on, so that there are {@code count} with those before. */
    static HeldNames register(Server server, int first, int count) throws IOException {
        HeldNames names = new HeldNames(first);
        InetAddress source = anyLoopback();
        for (int i = first; i < count; i++) {
            if ((i - first) % FROM_ONE_ADDRESS == 0) {
                source = anyLoopback();
            }
            Socket socket = server.connectFrom(source);
            names.connections.add(socket);
            socket.setSoTimeout(10_000);
            try {
                socket.getOutputStream().write(Wire.alive2(name(i)));
                if (!Wire.registered(new DataInputStream(socket.getInputStream()))) {
                    names.connections.removeLast().close();
                    return names;
                }
            } catch (IOException full) {
                names.connections.removeLast().close();
                return names;
            }
        }
        return names;
    }

    private static InetAddress anyLoopback() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return InetAddress.ofLiteral(
                "127.%d.%d.%d".formatted(random.nextInt(1, 255), random.nextInt(1, 255), random.nextInt(1, 255)));
    }

    static String name(int i) {
        return "node-" + i;
    }

    /** Those before the first among them. */
    int count() {
        return first + connections.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
