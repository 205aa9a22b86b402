package io.erlangcluster.bench.epmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Registrations, each kept by its connection. */
final class HeldNames implements AutoCloseable {

    /** As many connections to one address and port have ephemeral ports for sure. */
    private static final int FROM_ONE_ADDRESS = 10_000;

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
        for (int i = first; i < count; i++) {
            Socket socket =
                    server.connectFrom(InetAddress.ofLiteral("127.0.0." + (1 + (i - first) / FROM_ONE_ADDRESS)));
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
