package io.erlangcluster.bench.epmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** Registrations, each kept by its connection. */
final class HeldNames implements AutoCloseable {

    private final List<Socket> connections = new ArrayList<>();

    /** Registers up to {@code count} names; a server that takes no more ends it. */
    static HeldNames register(Server server, int count) throws IOException {
        HeldNames names = new HeldNames();
        for (int i = 0; i < count; i++) {
            Socket socket = server.connect();
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

    int count() {
        return connections.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket connection : connections) {
            connection.close();
        }
    }
}
