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
        // Another pod under the same name starts a new life: nothing of the old status holds.
        node.setStatus(current.filter(
                        c -> c.getSpec().pod().uid().equals(pod.getMetadata().getUid()))
                .map(ErlangNode::getStatus)
                .map(status -> withPod(status, pod, now))
                .orElseGet(() -> withPod(reserved(now), pod, now)));
        return node;
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
