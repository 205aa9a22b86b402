package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A lease is an ErlangNode whose pod is still being created, and so has no uid. */
final class Leases {

    /** When the lease was taken, RFC 3339; a name that is leased anew keeps its object and its creationTimestamp. */
    static final String LEASED_AT = "erlangcluster.io/leased-at";

    /**
     * How long a lease waits for its pod. Admission and storage of a pod take at most some 30 s together (the longest
     * timeout of a webhook); the informer tells of it at once.
     */
    static final Duration GRACE = Duration.ofSeconds(60);

    private Leases() {}

    static ErlangNode of(ErlangCluster cluster, NodeName name, Pod pod, Instant now) {
        ErlangNode lease = new ErlangNode();
        lease.setMetadata(new ObjectMetaBuilder()
                .withNamespace(cluster.getMetadata().getNamespace())
                .withName(ErlangNode.objectName(cluster.getMetadata().getName(), name.alive()))
                .withLabels(labels(pod))
                .addToAnnotations(LEASED_AT, now.truncatedTo(ChronoUnit.SECONDS).toString())
                .withOwnerReferences(owner(cluster))
                .build());
        lease.setSpec(new ErlangNodeSpec(
                cluster.getMetadata().getName(), name.toString(), new ErlangNodeSpec.PodRef(podName(pod), "")));
        return lease;
    }

    /** No pod came in time. */
    static boolean isAbandoned(ErlangNode node, Instant now) {
        return node.getSpec().isLease() && !takenAt(node).plus(GRACE).isAfter(now);
    }

    private static Instant takenAt(ErlangNode lease) {
        Map<String, String> annotations =
                Objects.requireNonNullElse(lease.getMetadata().getAnnotations(), Map.of());
        try {
            return Instant.parse(annotations.getOrDefault(
                    LEASED_AT, Objects.requireNonNullElse(lease.getMetadata().getCreationTimestamp(), "")));
        } catch (DateTimeException malformed) {
            return Instant.EPOCH;
        }
    }

    /**
     * The cluster alone owns a node. With the pod as a second owner the garbage collector would wait for both; with the
     * pod alone, a deleted cluster would leave its nodes behind. Nodes of pods that are gone are the leader's to
     * delete.
     */
    static OwnerReference owner(ErlangCluster cluster) {
        return new OwnerReferenceBuilder()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withName(cluster.getMetadata().getName())
                .withUid(cluster.getMetadata().getUid())
                .withController(true)
                .build();
    }

    /** At admission a pod with a generateName has nothing better. */
    static String podName(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getName())
                .or(() -> Optional.ofNullable(pod.getMetadata().getGenerateName()))
                .orElse("");
    }

    static Map<String, String> labels(Pod pod) {
        return Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    }
}
