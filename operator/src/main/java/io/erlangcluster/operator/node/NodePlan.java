package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Compares what is with what should be. */
public final class NodePlan {

    private NodePlan() {}

    /** The writes that bring {@code nodes} to what {@code claims} say; none when nothing differs. */
    public static List<NodeChange> decide(
            ErlangCluster cluster, NodeClaims claims, Collection<ErlangNode> nodes, Instant now) {
        Map<String, ErlangNode> unclaimed = new HashMap<>();
        nodes.forEach(node -> unclaimed.put(node.getMetadata().getName(), node));
        List<NodeChange> changes = new ArrayList<>();
        claims.holders().forEach((key, pod) -> {
            Optional<ErlangNode> current = Optional.ofNullable(
                    unclaimed.remove(ErlangNode.objectName(cluster.getMetadata().getName(), key)));
            change(current, NodeLife.decide(cluster, key, name(cluster, key, current), pod, current, now))
                    .ifPresent(changes::add);
        });
        unclaimed.values().forEach(node -> withoutPod(node, now).ifPresent(changes::add));
        return changes;
    }

    private static String name(ErlangCluster cluster, String key, Optional<ErlangNode> current) {
        return current.filter(node -> cluster.getSpec().nodeNames() == NodeNames.EXISTING)
                .map(node -> node.getSpec().name())
                .orElseGet(() -> NodeName.of(
                                key,
                                cluster.getMetadata().getName(),
                                cluster.getMetadata().getNamespace())
                        .toString());
    }

    /** A lease is left alone until its time is over, but says nothing of who had the name before. */
    private static Optional<NodeChange> withoutPod(ErlangNode node, Instant now) {
        if (!node.getSpec().isLease() || Leases.isAbandoned(node, now)) {
            return Optional.of(new NodeChange.Delete(node));
        }
        ErlangNodeStatus was = node.getStatus();
        if (was == null || was.phase() == Phase.RESERVED) {
            return Optional.empty();
        }
        ErlangNode reserved = new ErlangNode();
        reserved.setMetadata(node.getMetadata());
        reserved.setSpec(node.getSpec());
        reserved.setStatus(NodeLife.reserved(now));
        return Optional.of(new NodeChange.ReplaceStatus(node, reserved));
    }

    private static Optional<NodeChange> change(Optional<ErlangNode> current, ErlangNode desired) {
        if (current.isEmpty()) {
            return Optional.of(new NodeChange.Create(desired));
        }
        ErlangNode is = current.get();
        if (!is.getSpec().equals(desired.getSpec())
                || !Objects.requireNonNullElse(is.getMetadata().getLabels(), Map.of())
                        .equals(desired.getMetadata().getLabels())
                || !owners(is).equals(owners(desired))) {
            return Optional.of(new NodeChange.Replace(is, desired));
        }
        return Objects.equals(is.getStatus(), desired.getStatus())
                ? Optional.empty()
                : Optional.of(new NodeChange.ReplaceStatus(is, desired));
    }

    private static List<String> owners(ErlangNode node) {
        return node.getMetadata().getOwnerReferences().stream()
                .map(OwnerReference::getUid)
                .toList();
    }
}
