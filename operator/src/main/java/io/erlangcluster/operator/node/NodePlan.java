package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Compares what is with what should be. */
public final class NodePlan {

    private NodePlan() {}

    /**
     * The writes that bring {@code nodes} to what {@code claims} and the reports say; none when nothing differs.
     *
     * @param reports the last report by pod uid
     */
    public static List<NodeChange> decide(
            ResourceID cluster,
            NodeClaims claims,
            Collection<ErlangNode> nodes,
            Function<String, Optional<PodReport>> reports,
            Instant now) {
        Map<String, ErlangNode> obsolete = new HashMap<>();
        nodes.forEach(node -> obsolete.put(node.getMetadata().getName(), node));
        List<NodeChange> changes = new ArrayList<>();
        claims.holders().forEach((alive, pod) -> {
            Optional<ErlangNode> current =
                    Optional.ofNullable(obsolete.remove(ErlangNode.objectName(cluster.getName(), alive)));
            ErlangNode desired = NodeLife.decide(cluster, alive, pod, current, reports.apply(uid(pod)), now);
            change(current, desired).ifPresent(changes::add);
        });
        obsolete.values().forEach(node -> changes.add(new NodeChange.Delete(node)));
        return changes;
    }

    private static Optional<NodeChange> change(Optional<ErlangNode> current, ErlangNode desired) {
        if (current.isEmpty()) {
            return Optional.of(new NodeChange.Create(desired));
        }
        ErlangNode is = current.get();
        if (!is.getSpec().equals(desired.getSpec())
                || !is.getMetadata().getLabels().equals(desired.getMetadata().getLabels())
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

    private static String uid(Pod pod) {
        return pod.getMetadata().getUid();
    }
}
