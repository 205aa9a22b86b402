package io.erlangcluster.bench.floor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/** Accept, read, write, close, one after the other, on Java alone: every look-up gets the same answer. */
public final class BareJava {

    private static final int BACKLOG = 4096;

    private BareJava() {}

    /** {@code arguments}: the port on 127.0.0.1. */
    public static void main(String[] arguments) throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0]));
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        try (ServerSocketChannel listener = ServerSocketChannel.open().bind(address, BACKLOG)) {
            while (true) {
                try (SocketChannel client = listener.accept()) {
                    if (client.read(buffer.clear()) > 0) {
                        client.write(buffer.clear().put(Found.answer()).flip());
                    }
                } catch (IOException gone) {
                    // The next one.
                }
            }
        }
    }
}
