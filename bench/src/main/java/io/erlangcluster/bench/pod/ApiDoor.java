package io.erlangcluster.bench.pod;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/** Where pods reach the API server, which itself listens on the host's loopback only. */
final class ApiDoor implements AutoCloseable {

    private final ServerSocket door;
    private final URI api;

    private ApiDoor(ServerSocket door, URI api) {
        this.door = door;
        this.api = api;
    }

    /** Opens one on {@code hostIp}. */
    static ApiDoor open(InetAddress hostIp, URI api) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.bind(new InetSocketAddress(hostIp, 0), 128);
        ApiDoor door = new ApiDoor(socket, api);
        Thread.ofVirtual().start(door::serve);
        return door;
    }

    int port() {
        return door.getLocalPort();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket server = new Socket(api.getHost(), api.getPort());
                Thread.ofVirtual().start(() -> pass(client, server));
                Thread.ofVirtual().start(() -> pass(server, client));
            }
        } catch (IOException closed) {
            // The bench is over.
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException ended) {
            // By either end.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
    }
}
