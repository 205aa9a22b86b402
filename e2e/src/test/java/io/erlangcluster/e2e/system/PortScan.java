package io.erlangcluster.e2e.system;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * {@code PortScan ADDRESS}, run where the scan is to come from: prints every TCP port that accepts, with what it does
 * to who says nothing: {@code closes}, {@code speaks} or {@code waits}.
 */
final class PortScan {

    private static final int LAST_PORT = 65_535;
    private static final int AT_A_TIME = 500;
    private static final int PATIENCE_MILLIS = 3000;
    private static final long LIMIT_SECONDS = 60;

    private final String address;
    private final SortedSet<Integer> open = new TreeSet<>();
    private int dialling;

    private PortScan(String address) {
        this.address = address;
    }

    public static void main(String[] arguments) throws IOException {
        PortScan scan = new PortScan(arguments[0]);
        scan.all();
        for (int port : scan.open) {
            System.out.println(port + " " + scan.behaviour(port));
        }
    }

    private void all() throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
        try (Selector selector = Selector.open()) {
            int next = 1;
            while (next <= LAST_PORT || dialling > 0) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(dialling + " ports neither accept nor refuse");
                }
                while (dialling < AT_A_TIME && next <= LAST_PORT) {
                    dial(next++, selector);
                }
                selector.select(this::dialled, 1000);
            }
        }
    }

    private void dial(int port, Selector selector) throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        try {
            channel.connect(new InetSocketAddress(address, port));
            channel.register(selector, SelectionKey.OP_CONNECT, port);
            dialling++;
        } catch (IOException refused) {
            channel.close();
        }
    }

    private void dialled(SelectionKey key) {
        dialling--;
        try (SocketChannel channel = (SocketChannel) key.channel()) {
            if (channel.finishConnect()) {
                open.add((Integer) key.attachment());
            }
        } catch (IOException refused) {
            // That is what a closed port does.
        }
    }

    private String behaviour(int port) {
        try (Socket socket = new Socket(address, port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            return socket.getInputStream().read() < 0 ? "closes" : "speaks";
        } catch (SocketTimeoutException silent) {
            return "waits";
        } catch (IOException reset) {
            return "closes";
        }
    }
}
