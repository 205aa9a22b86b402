package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** What an ErlangNode should be, given its pod, what it is, and what the pod's sidecar last said. */
final class NodeLife {

    private NodeLife() {}

    static ErlangNode decide(
            ResourceID cluster,
            String alive,
            Pod pod,
            Optional<ErlangNode> current,
            Optional<PodReport> report,
            Instant now) {
        String name =
                alive + "@" + cluster.getName() + "." + cluster.getNamespace().orElse("");
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder()
                .withNamespace(cluster.getNamespace().orElse(""))
                .withName(ErlangNode.objectName(cluster.getName(), alive))
                .withResourceVersion(
                        current.map(c -> c.getMetadata().getResourceVersion()).orElse(null))
                .withLabels(pod.getMetadata().getLabels())
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion("v1")
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withUid(pod.getMetadata().getUid())
                        .build())
                .build());
        node.setSpec(new ErlangNodeSpec(
                cluster.getName(),
                name,
                new ErlangNodeSpec.PodRef(
                        pod.getMetadata().getName(), pod.getMetadata().getUid())));
        // Another pod under the same name starts a new life: nothing of the old status holds.
        Optional<ErlangNodeStatus> before = current.filter(
                        c -> c.getSpec().pod().uid().equals(pod.getMetadata().getUid()))
                .map(ErlangNode::getStatus);
        node.setStatus(status(name, pod, before, report, now));
        return node;
    }

    private static ErlangNodeStatus status(
            String name, Pod pod, Optional<ErlangNodeStatus> before, Optional<PodReport> report, Instant now) {
        Phase was = before.map(ErlangNodeStatus::phase).orElse(Phase.RESERVED);
        boolean leaving = pod.getMetadata().getDeletionTimestamp() != null;
        Phase phase = report.map(said -> told(was, leaving, said.creation(name).isPresent()))
                .orElseGet(() -> leaving && was != Phase.DOWN ? Phase.LEAVING : was);
        return new ErlangNodeStatus(
                phase,
                pod.getStatus() == null ? null : pod.getStatus().getPodIP(),
                report.map(PodReport::tunnelPort)
                        .or(() -> before.map(ErlangNodeStatus::tunnelPort))
                        .orElse(0),
                report.flatMap(said -> said.creation(name))
                        .or(() -> before.map(ErlangNodeStatus::creation))
                        .orElse(0L),
                before.filter(b -> b.phase() == phase)
                        .flatMap(b -> Optional.ofNullable(b.since()))
                        .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString()));
    }

    private static Phase told(Phase was, boolean leaving, boolean registered) {
        if (registered) {
            return leaving ? Phase.LEAVING : Phase.UP;
        }
        return was == Phase.RESERVED && !leaving ? Phase.RESERVED : Phase.DOWN;
    }
}
