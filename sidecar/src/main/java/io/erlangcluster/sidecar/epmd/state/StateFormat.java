package io.erlangcluster.sidecar.epmd.state;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.erlangcluster.sidecar.epmd.Registration;
import io.netty.handler.codec.CorruptedFrameException;
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
 * The bytes of a state file, big endian: {@code "epmdstat" Version:16 Count:32 Registration* CRC32C:32}, the oldest
 * registration first. The checksum is over everything before it, so a file that was cut off, or is not one of ours, is
 * known.
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
                RegistrationFormat.write(registration, out);
            }
            out.writeInt(checksum(bytes.toByteArray(), bytes.size()));
            return bytes.toByteArray();
        } catch (IOException inMemory) {
            throw new AssertionError(inMemory);
        }
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
            long count = Integer.toUnsignedLong(in.getInt());
            List<Registration> registrations = new ArrayList<>();
            while (registrations.size() < count) {
                registrations.add(RegistrationFormat.read(in));
            }
            if (in.hasRemaining()) {
                throw new IOException("it holds more than the " + count + " registrations it counts");
            }
            return registrations;
        } catch (BufferUnderflowException | IllegalArgumentException | CorruptedFrameException e) {
            throw new IOException("its content does not add up: " + e, e);
        }
    }

    private static int checksum(byte[] bytes, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, 0, length);
        return (int) checksum.getValue();
    }
}
