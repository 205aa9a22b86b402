package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;

/** The opaque bytes a node may register beside its name and gets back in every look-up; EPMD never reads them. */
public final class Extra {

    /** What every stock node sends. */
    public static final Extra NONE = new Extra(new byte[0]);

    /** MAXSYMLEN in epmd_int.h: 255 characters of at most four bytes. */
    static final int MAX_BYTES = 255 * 4;

    private final byte[] bytes;

    private Extra(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}, 0 to 1020 of them; IllegalArgumentException if there are more. */
    public static Extra of(byte... bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException("extra of " + bytes.length + " bytes, at most " + MAX_BYTES);
        }
        return bytes.length == 0 ? NONE : new Extra(bytes.clone());
    }

    /** Number of bytes. */
    public int length() {
        return bytes.length;
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Writes the bytes, without their number. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extra extra && Arrays.equals(bytes, extra.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return ByteBufUtil.hexDump(bytes);
    }
}
