package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.Load;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;

/** Clients as a busy and a hostile day brings them; kinds take turns. */
final class ShortConnections implements Load.Request, AutoCloseable {

    /** How many a client leaves half open before it gives up the first of them. */
    private static final int HALF_OPEN = 25;

    private static final byte[] NAMES = {0, 1, 'n'};

    private final Server server;
    private final int client;
    private final Random random;
    private final Deque<Socket> halfOpen = new ArrayDeque<>();
    private int count;

    ShortConnections(Server server, int client) {
        this.server = server;
        this.client = client;
        this.random = new Random(client);
    }

    /** One connection of the next kind; false if it was to be answered and was not. */
    @Override
    public boolean ask() throws IOException {
        count++;
        Socket socket = server.connect();
        socket.setSoTimeout(30_000);
        if (count % 8 == 0) {
            leaveHalfOpen(socket);
            return true;
        }
        try (socket) {
            return switch (count % 8) {
                case 1, 2 -> !Wire.lookUp(socket, Wire.portPlease2("nobody-" + client));
                case 3 -> registered(socket);
                case 4 -> {
                    socket.getOutputStream().write(NAMES);
                    yield socket.getInputStream().readAllBytes().length >= 4;
                }
                case 5 -> reset(socket, NAMES);
                case 6 -> {
                    reset(socket, new byte[0]);
                    yield true;
                }
                default -> garbage(socket);
            };
        }
    }

    private boolean registered(Socket socket) throws IOException {
        socket.getOutputStream().write(Wire.alive2("guest-" + client + "-" + count));
        return Wire.registered(new DataInputStream(socket.getInputStream()));
    }

    /** Asks and is gone before the answer. */
    private static boolean reset(Socket socket, byte[] request) throws IOException {
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(request);
        return true;
    }

    /** The server may have closed before all of it was sent; it must end the connection in any case. */
    private boolean garbage(Socket socket) throws IOException {
        byte[] bytes = new byte[2 + random.nextInt(4000)];
        random.nextBytes(bytes);
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (IOException ended) {
            return !(ended instanceof SocketTimeoutException);
        }
        return true;
    }

    private void leaveHalfOpen(Socket socket) throws IOException {
        socket.getOutputStream().write(new byte[] {0, 9, 'z', 'w'});
        halfOpen.addLast(socket);
        if (halfOpen.size() > HALF_OPEN) {
            halfOpen.removeFirst().close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : halfOpen) {
            socket.close();
        }
        halfOpen.clear();
    }
}
