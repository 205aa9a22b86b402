package io.erlangcluster.sidecar.epmd.extension;

import java.util.regex.Pattern;

/**
 * One way to reach a node.
 *
 * @param protocol the distribution module without {@code _dist} ({@code inet_tcp}, {@code inet_tls}); empty for a node
 *     that registered without one, with ALIVE2
 * @param port TCP port, 0 to 65535
 */
public record Transport(String protocol, int port) {

    /** Protocols stand in lists as {@code port#protocol port#protocol}. */
    private static final Pattern PROTOCOL = Pattern.compile("[\\x21-\\x7E&&[^#]]{0,64}");

    /** IllegalArgumentException if the protocol is not 0 to 64 visible ASCII characters without #. */
    public Transport {
        if (!PROTOCOL.matcher(protocol).matches()) {
            throw new IllegalArgumentException("protocol is not 0 to 64 visible ASCII characters without #");
        }
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
    }

    /** As in lists: {@code 4711#inet_tcp}, or {@code 4711} without a protocol. */
    @Override
    public String toString() {
        return protocol.isEmpty() ? Integer.toString(port) : port + "#" + protocol;
    }
}
