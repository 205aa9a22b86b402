package io.erlangcluster.operator.registry;

import io.erlangcluster.api.Peer;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which clusters agreed to be peers: {@code spec.peers} of all clusters. */
final class Peerings {

    private final Map<ResourceID, List<Peer>> listed = new HashMap<>();

    /** {@code cluster} lists {@code peers} now. The clusters whose peerings are others now, perhaps itself. */
    synchronized Set<ResourceID> list(ResourceID cluster, List<Peer> peers) {
        Map<ResourceID, Peering> before = of(cluster);
        if (peers.isEmpty()) {
            listed.remove(cluster);
        } else {
            listed.put(cluster, List.copyOf(peers));
        }
        Map<ResourceID, Peering> now = of(cluster);
        if (before.equals(now)) {
            return Set.of();
        }
        Set<ResourceID> concerned = new HashSet<>(before.keySet());
        concerned.addAll(now.keySet());
        concerned.removeIf(other -> before.getOrDefault(other, Peering.NONE).equals(now.get(other)));
        concerned.add(cluster);
        return concerned;
    }

    /** With whom {@code cluster} agreed on what. */
    synchronized Map<ResourceID, Peering> of(ResourceID cluster) {
        List<Peer> here = listed.getOrDefault(cluster, List.of());
        if (here.isEmpty()) {
            return Map.of();
        }
        return listed.entrySet().stream()
                .filter(other -> !other.getKey().equals(cluster))
                .map(other -> Map.entry(other.getKey(), Peering.of(cluster, here, other.getKey(), other.getValue())))
                .filter(other -> !other.getValue().isNone())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
