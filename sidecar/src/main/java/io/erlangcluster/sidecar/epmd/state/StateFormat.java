package io.erlangcluster.sidecar.epmd.state;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.Registration;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The bytes of a state file, big endian: {@code "epmdstat" Version:16 Count:32 Registration* CRC32C:32}, each
 * registration {@code Port:16 NodeType:8 Protocol:8 HighVsn:16 LowVsn:16 Creation:32 NLen:16 Name ELen:16 Extra}, the
 * oldest first. The checksum is over everything before it, so a file that was cut off, or is not one of ours, is known.
 */
final class StateFormat {

    private static final byte[] MAGIC = "epmdstat".getBytes(US_ASCII);
    private static final int VERSION = 1;

    private StateFormat() {}

    static byte[] encode(List<Registration> oldestFirst) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * oldestFirst.size() + 64);
            DataOutputStream out = new DataOutputStream(bytes);
            out.write(MAGIC);
            out.writeShort(VERSION);
            out.writeInt(oldestFirst.size());
            for (Registration registration : oldestFirst) {
                write(registration, out);
            }
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
            return bytes.toByteArray();
        } catch (IOException inMemory) {
            throw new AssertionError(inMemory);
        }
    }

    private static void write(Registration registration, DataOutputStream out) throws IOException {
        NodePort node = registration.node();
        out.writeShort(node.port());
        out.writeByte(node.nodeType());
        out.writeByte(node.protocol());
        out.writeShort(node.highVersion());
        out.writeShort(node.lowVersion());
        out.writeInt((int) registration.creation());
        writeBytes(node.name().getBytes(UTF_8), out);
        writeBytes(node.extra().toBytes(), out);
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /** The registrations in {@code file}, the oldest first; an IOException says why it holds none. */
    static List<Registration> decode(byte[] file) throws IOException {
        int body = file.length - Integer.BYTES;
        if (body < MAGIC.length || !Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("it is not a state file of EPMD");
        }
        ByteBuffer in = ByteBuffer.wrap(file);
        if (in.getInt(body) != checksum(file, body)) {
            throw new IOException("its checksum does not match: it was cut off or changed");
        }
        in.limit(body).position(MAGIC.length);
        try {
            int version = in.getShort();
            if (version != VERSION) {
                throw new IOException("its version is " + version + ", this EPMD reads version " + VERSION);
            }
            int count = in.getInt();
            List<Registration> registrations = new ArrayList<>();
            while (registrations.size() < count) {
                registrations.add(registration(in));
            }
            return registrations;
        } catch (BufferUnderflowException | IllegalArgumentException e) {
            throw new IOException("its content does not add up: " + e, e);
        }
    }

    private static Registration registration(ByteBuffer in) {
        int port = Short.toUnsignedInt(in.getShort());
        int nodeType = Byte.toUnsignedInt(in.get());
        int protocol = Byte.toUnsignedInt(in.get());
        int highVersion = Short.toUnsignedInt(in.getShort());
        int lowVersion = Short.toUnsignedInt(in.getShort());
        long creation = Integer.toUnsignedLong(in.getInt());
        String name = new String(bytes(in), UTF_8);
        Extra extra = Extra.of(bytes(in));
        return new Registration(new NodePort(name, port, nodeType, protocol, highVersion, lowVersion, extra), creation);
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = Short.toUnsignedInt(in.getShort());
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
