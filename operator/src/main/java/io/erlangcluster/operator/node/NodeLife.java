package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What an ErlangNode should be, given its pod and what it is. What its VM does is said by {@link ReportedStatus}. */
final class NodeLife {

    private NodeLife() {}

    static ErlangNode decide(
            ErlangCluster cluster, String key, String name, Pod pod, Optional<ErlangNode> current, Instant now) {
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder()
                .withNamespace(cluster.getMetadata().getNamespace())
                .withName(ErlangNode.objectName(cluster.getMetadata().getName(), key))
                .withResourceVersion(
                        current.map(c -> c.getMetadata().getResourceVersion()).orElse(null))
                .withLabels(Leases.labels(pod))
                .withOwnerReferences(Leases.owner(cluster))
                .build());
        node.setSpec(new ErlangNodeSpec(
                cluster.getMetadata().getName(),
                name,
                new ErlangNodeSpec.PodRef(
                        pod.getMetadata().getName(), pod.getMetadata().getUid())));
        Optional<ErlangNodeStatus> was = current.map(ErlangNode::getStatus);
        if (was.isPresent() || hasNews(pod)) {
            // Another pod under the same name starts a new life: nothing of the old status holds.
            node.setStatus(withPod(
                    was.filter(_ -> isOf(pod, current)).orElseGet(() -> reserved(created(current, now))), pod, now));
        }
        return node;
    }

    /** Until then no status says the same, and spares every new pod one more write. */
    private static boolean hasNews(Pod pod) {
        return pod.getMetadata().getDeletionTimestamp() != null
                || (pod.getStatus() != null && pod.getStatus().getPodIP() != null);
    }

    private static boolean isOf(Pod pod, Optional<ErlangNode> node) {
        return node.filter(n -> n.getSpec().pod().uid().equals(pod.getMetadata().getUid()))
                .isPresent();
    }

    private static Instant created(Optional<ErlangNode> node, Instant now) {
        return node.filter(n -> n.getStatus() == null)
                .map(n -> n.getMetadata().getCreationTimestamp())
                .map(Instant::parse)
                .orElse(now);
    }

    /** The status of a node of which nothing is known but that its name is taken. */
    static ErlangNodeStatus reserved(Instant now) {
        return new ErlangNodeStatus(Phase.RESERVED, null, 0, 0, time(now));
    }

    private static ErlangNodeStatus withPod(ErlangNodeStatus was, Pod pod, Instant now) {
        boolean leaving = pod.getMetadata().getDeletionTimestamp() != null && was.phase() != Phase.DOWN;
        Phase phase = leaving ? Phase.LEAVING : was.phase();
        return new ErlangNodeStatus(
                phase,
                pod.getStatus() == null ? null : pod.getStatus().getPodIP(),
                was.tunnelPort(),
                was.creation(),
                phase == was.phase() ? was.since() : time(now),
                was.missing());
    }

    static String time(Instant now) {
        return now.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
