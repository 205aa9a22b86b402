package io.erlangcluster.bench.epmd;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.zip.CRC32C;

/**
 * Names that our server finds in its state file (its format: StateFormat), for those that a process may not open
 * descriptors for. On the port of all of them something listens that says nothing, so the server keeps them.
 */
final class RestoredNames implements AutoCloseable {

    private static final int BACKLOG = 1024;

    private final ServerSocket silent;
    private final int count;

    RestoredNames(int count) throws IOException {
        this.count = count;
        this.silent = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::beSilent);
    }

    /** Writes them, numbered from 0, where the server will look. */
    void writeTo(Path stateFile) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write("epmdstat".getBytes(StandardCharsets.US_ASCII));
        out.writeShort(1);
        out.writeInt(count);
        for (int i = 0; i < count; i++) {
            write(HeldNames.name(i).getBytes(StandardCharsets.US_ASCII), out);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(bytes.toByteArray());
        out.writeInt((int) checksum.getValue());
        Files.write(stateFile, bytes.toByteArray());
    }

    /** A visible node over TCP that speaks versions 6 to 5, has no extra, one transport, no labels and no token. */
    private void write(byte[] name, DataOutputStream out) throws IOException {
        out.writeShort(silent.getLocalPort());
        out.writeByte(77);
        out.writeByte(0);
        out.writeShort(6);
        out.writeShort(5);
        out.writeInt(4);
        out.writeShort(name.length);
        out.write(name);
        out.writeShort(0);
        out.writeShort(1);
        out.writeShort(silent.getLocalPort());
        out.writeShort(0);
        out.writeShort(0);
        out.writeShort(0);
    }

    /** The server asks 64 at once and gives up each by itself; a close would only have it ask the next at once. */
    private void beSilent() {
        Deque<Socket> asking = new ArrayDeque<>();
        while (!silent.isClosed()) {
            try {
                asking.addLast(silent.accept());
                if (asking.size() > 256) {
                    asking.removeFirst().close();
                }
            } catch (IOException ended) {
                if (!silent.isClosed()) {
                    throw new UncheckedIOException(ended);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        silent.close();
    }
}
