package io.erlangcluster.sidecar.registry;

/**
 * A node's full name, {@code alive@host}. EPMD only ever sees the part before the {@code @} (erl_epmd.erl), the
 * distribution handshake carries the whole.
 *
 * @param alive what the node registers with EPMD: {@code web-0}
 * @param host the host part, one constant per cluster: {@code shop.prod}
 */
public record NodeName(String alive, String host) implements Comparable<NodeName> {

    public NodeName {
        if (alive.isEmpty() || host.isEmpty() || alive.indexOf('@') >= 0) {
            throw new IllegalArgumentException("not a node name: " + alive + "@" + host);
        }
    }

    /** Reads {@code alive@host}; throws IllegalArgumentException if either part is missing. */
    public static NodeName parse(String full) {
        int at = full.indexOf('@');
        if (at < 0) {
            throw new IllegalArgumentException("not a node name: " + full);
        }
        return new NodeName(full.substring(0, at), full.substring(at + 1));
    }

    /** Orders as the full names do; the smaller of two nodes dials the other. */
    @Override
    public int compareTo(NodeName other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return alive + "@" + host;
    }
}
