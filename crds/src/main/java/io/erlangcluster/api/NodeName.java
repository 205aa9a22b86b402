package io.erlangcluster.api;

import java.util.regex.Pattern;

/**
 * A node's full name, {@code alive@host}, as ErlangNode objects can carry it: lower case, so that
 * {@code <cluster>.<alive>} is a valid object name.
 *
 * @param alive what the node registers with EPMD: {@code web-0}
 * @param host one constant per cluster, {@code <cluster>.<namespace>}: {@code shop.prod}
 */
public record NodeName(String alive, String host) {

    private static final Pattern ALIVE = Pattern.compile("[a-z0-9]([-a-z0-9]{0,126}[a-z0-9])?");

    public NodeName {
        if (!ALIVE.matcher(alive).matches() || host.isEmpty()) {
            throw new IllegalArgumentException("not a node name: " + alive + "@" + host);
        }
    }

    /** The node {@code alive} of {@code cluster}. */
    public static NodeName of(String alive, String cluster, String namespace) {
        return new NodeName(alive, cluster + "." + namespace);
    }

    /** Reads {@code alive@host}; throws IllegalArgumentException if it is none. */
    public static NodeName parse(String full) {
        int at = full.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not a node name: " + full);
        }
        return new NodeName(full.substring(0, at), full.substring(at + 1));
    }

    @Override
    public String toString() {
        return alive + "@" + host;
    }
}
