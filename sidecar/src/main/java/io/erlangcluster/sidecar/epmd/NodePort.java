package io.erlangcluster.sidecar.epmd;

import java.util.regex.Pattern;

/**
 * Where a node can be reached and how: what ALIVE2 registers and PORT_PLEASE2 answers. Only the name has a meaning to
 * EPMD; the rest is returned as it was given.
 *
 * @param name the part of the node name before the {@code @}
 * @param port TCP port of the distribution, 0 to 65535
 * @param nodeType 77 for a normal node, 72 for a hidden one
 * @param protocol 0 for TCP over IPv4
 * @param highVersion highest distribution version spoken (6 since OTP 23)
 * @param lowVersion lowest distribution version spoken (5 since OTP 25)
 * @param extra what the node added
 */
public record NodePort(
        String name, int port, int nodeType, int protocol, int highVersion, int lowVersion, Extra extra) {

    private static final int NORMAL = 'M';
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{C}\\p{Z}]");

    /** {@code name} at {@code port} as a stock node of OTP 25 to 29 registers itself. */
    public static NodePort normal(String name, int port) {
        return new NodePort(name, port, NORMAL, 0, 6, 5, Extra.NONE);
    }

    /** {@code name} as a log line may carry it: EPMD allows line breaks and blanks in names. */
    public static String printable(String name) {
        return UNPRINTABLE.matcher(name).replaceAll("?");
    }
}
