package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.operator.node.LinkReports;
import io.erlangcluster.operator.node.NodeClaims;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of a cluster at one moment, and all that its status, conditions and Events are made of.
 *
 * @param cluster as it is in the API
 * @param neighbours the clusters that its spec.peers names, as far as they exist
 * @param nodes its ErlangNodes, by name
 * @param claims which pod has which name
 * @param links what the sidecars last said
 * @param outsiders pods that match the selector and are not injected
 * @param cookie whether the cookie can be used
 * @param now when all this was seen
 */
record Observation(
        ErlangCluster cluster,
        List<ErlangCluster> neighbours,
        List<ErlangNode> nodes,
        NodeClaims claims,
        LinkReports links,
        Outsiders outsiders,
        CookieState cookie,
        Instant now) {

    Observation {
        nodes = nodes.stream()
                .sorted(Comparator.comparing(node -> node.getSpec().name()))
                .toList();
    }

    long generation() {
        return Optional.ofNullable(cluster.getMetadata().getGeneration()).orElse(0L);
    }

    Optional<ErlangClusterStatus> before() {
        return Optional.ofNullable(cluster.getStatus());
    }

    List<ErlangNode> in(Phase phase) {
        return nodes.stream().filter(node -> phase(node) == phase).toList();
    }

    List<String> names(Phase phase) {
        return in(phase).stream().map(node -> node.getSpec().name()).toList();
    }

    /** Its links among the Up nodes. */
    Mesh mesh() {
        return Mesh.of(in(Phase.UP), cluster.getSpec().mixing(), links);
    }

    static Phase phase(ErlangNode node) {
        ErlangNodeStatus status = node.getStatus();
        return status == null ? Phase.RESERVED : status.phase();
    }

    /**
     * When the node's phase last changed; without a status it is what it was created as. {@link Instant#EPOCH} if
     * nobody wrote it down.
     */
    static Instant since(ErlangNode node) {
        return Optional.ofNullable(node.getStatus())
                .map(ErlangNodeStatus::since)
                .or(() -> Optional.ofNullable(node.getMetadata().getCreationTimestamp()))
                .map(Instant::parse)
                .orElse(Instant.EPOCH);
    }
}
