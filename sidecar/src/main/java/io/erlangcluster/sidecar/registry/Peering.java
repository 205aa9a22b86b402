package io.erlangcluster.sidecar.registry;

import java.util.Set;

/**
 * What a node of another cluster and our own cluster may do with each other.
 *
 * @param inbound whether the node may connect to ours
 * @param outbound whether ours may connect to the node
 * @param services the only services of ours that the node may connect to; all of them if empty
 */
public record Peering(boolean inbound, boolean outbound, Set<String> services) {

    public Peering {
        services = Set.copyOf(services);
    }

    /** Whether the node may connect to our node registered under {@code alive}. */
    public boolean lets(String alive) {
        return inbound && (services.isEmpty() || services.contains(service(alive)));
    }

    /** The alive name without its slot: web of web-0. */
    private static String service(String alive) {
        int dash = alive.lastIndexOf('-');
        boolean slotted = dash >= 0
                && dash < alive.length() - 1
                && alive.chars().skip(dash + 1).allMatch(digit -> digit >= '0' && digit <= '9');
        return slotted ? alive.substring(0, dash) : alive;
    }
}
