package io.erlangcluster.sidecar.epmd.extension;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;

/** What a node proves with that it is the one that registered its name before: random bytes it chose. */
public final class ResumeToken {

    /** Fewer could be guessed. */
    public static final int MIN_BYTES = 16;

    /** More prove nothing. */
    public static final int MAX_BYTES = 64;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private ResumeToken(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}, 16 to 64 of them; IllegalArgumentException if there are fewer or more. */
    public static ResumeToken of(byte... bytes) {
        if (bytes.length < MIN_BYTES || bytes.length > MAX_BYTES) {
            throw new IllegalArgumentException(
                    "resume token of " + bytes.length + " bytes, not " + MIN_BYTES + " to " + MAX_BYTES);
        }
        return new ResumeToken(bytes.clone());
    }

    /** A new one that nobody else has. */
    public static ResumeToken random() {
        byte[] bytes = new byte[MIN_BYTES];
        RANDOM.nextBytes(bytes);
        return new ResumeToken(bytes);
    }

    /** A copy of the bytes. */
    public byte[] toBytes() {
        return bytes.clone();
    }

    /** Takes as long whether they differ early or late. */
    @Override
    public boolean equals(Object other) {
        return other instanceof ResumeToken token && MessageDigest.isEqual(bytes, token.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Its length only: it is a secret. */
    @Override
    public String toString() {
        return "ResumeToken of " + bytes.length + " bytes";
    }
}
