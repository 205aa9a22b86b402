package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Peer;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Who names whom in {@code spec.peers}. */
final class Neighbours {

    private Neighbours() {}

    /** The clusters that {@code cluster} names, of those that this operator watches. */
    static List<ErlangCluster> of(ErlangCluster cluster, IndexedResourceCache<ErlangCluster> all) {
        List<Peer> peers = cluster.getSpec().peers();
        return peers.isEmpty()
                ? List.of()
                : all.list(other -> isNamed(other, peers)).toList();
    }

    /** The clusters that name {@code cluster}: what it says of itself concerns them. */
    static Set<ResourceID> naming(ErlangCluster cluster, IndexedResourceCache<ErlangCluster> all) {
        return all.list(other -> isNamed(cluster, other.getSpec().peers()))
                .map(ResourceID::fromResource)
                .collect(Collectors.toSet());
    }

    static boolean isNamed(ErlangCluster cluster, Collection<Peer> peers) {
        return peers.stream()
                .anyMatch(peer -> peer.names(
                        cluster.getMetadata().getName(), cluster.getMetadata().getNamespace()));
    }
}
