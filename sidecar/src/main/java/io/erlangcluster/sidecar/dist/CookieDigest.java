package io.erlangcluster.sidecar.dist;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** What a node shows in a handshake to prove that it has the cookie ({@code dist_util:gen_digest/2}). */
final class CookieDigest {

    /** Bytes of a digest. */
    static final int LENGTH = 16;

    private CookieDigest() {}

    /** MD5 of the cookie and the challenge in decimal. */
    static byte[] of(String cookie, int challenge) {
        try {
            return MessageDigest.getInstance("MD5")
                    .digest((cookie + Integer.toUnsignedString(challenge)).getBytes(StandardCharsets.ISO_8859_1));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has MD5", e);
        }
    }

    /** Whether {@code digest} proves {@code cookie}. */
    static boolean proves(byte[] digest, String cookie, int challenge) {
        return MessageDigest.isEqual(digest, of(cookie, challenge));
    }
}
