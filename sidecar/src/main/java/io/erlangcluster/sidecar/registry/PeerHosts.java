package io.erlangcluster.sidecar.registry;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The loopback address that each cluster which this pod may call has in the pod's /etc/hosts. EPMD is asked for the
 * part before the {@code @} only (erl_epmd.erl); at which address tells the cluster.
 *
 * @param addresses by host part: {@code billing.money}
 */
public record PeerHosts(Map<String, InetAddress> addresses) {

    /** No other cluster. */
    public static final PeerHosts NONE = new PeerHosts(Map.of());

    /** As many as spec.peers may name. */
    private static final int MOST = 16;

    public PeerHosts {
        addresses = Map.copyOf(addresses);
    }

    /**
     * Reads {@code 127.0.1.1=billing.money,127.0.1.2=...}.
     *
     * @throws IllegalArgumentException if it is something else, or more than 16
     */
    public static PeerHosts parse(String text) {
        Map<String, InetAddress> addresses = new HashMap<>();
        for (String entry : text.split(",", MOST + 1)) {
            String[] parts = entry.split("=", -1);
            if (parts.length != 2 || parts[1].isEmpty() || addresses.size() == MOST) {
                throw new IllegalArgumentException("not up to " + MOST + " of ADDRESS=CLUSTER.NAMESPACE: " + entry);
            }
            InetAddress address = InetAddress.ofLiteral(parts[0]);
            if (!address.isLoopbackAddress() || addresses.containsValue(address)) {
                throw new IllegalArgumentException("not a loopback address of its own: " + entry);
            }
            addresses.put(parts[1], address);
        }
        return new PeerHosts(addresses);
    }

    /** Where the nodes of {@code host} are looked up, and reached; empty if this pod was not made to call them. */
    public Optional<InetAddress> address(String host) {
        return Optional.ofNullable(addresses.get(host));
    }

    /** The cluster that is meant by who asks at {@code address}; empty for our own. */
    public Optional<String> askedAt(InetAddress address) {
        return addresses.entrySet().stream()
                .filter(entry -> entry.getValue().equals(address))
                .map(Map.Entry::getKey)
                .findFirst();
    }
}
