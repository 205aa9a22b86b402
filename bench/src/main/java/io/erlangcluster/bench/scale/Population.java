package io.erlangcluster.bench.scale;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.Selector;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.ToOperator;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Pods numbered from 0, in clusters of up to {@link #LARGEST}, each with its node Up and linked with all others:
 * nothing is left to be decided or written when their sidecars come.
 */
record Population(int sidecars) {

    /** More nodes than this in one full mesh are beyond what OTP is used for. */
    static final int LARGEST = 1000;

    static final String NAMESPACE = "scale";

    private static final String SINCE = "2026-01-01T00:00:00Z";
    private static final int TUNNEL_PORT = 4370;
    private static final int CREATION = 7;

    int clusters() {
        return (sidecars + LARGEST - 1) / LARGEST;
    }

    int clusterOf(int sidecar) {
        return sidecar / LARGEST;
    }

    int size(int cluster) {
        return Math.min(LARGEST, sidecars - cluster * LARGEST);
    }

    /** The object's name of the node that stands for its cluster when something has to change. */
    static String firstNode(int cluster) {
        return ErlangNode.objectName(name(cluster), "web-0");
    }

    ErlangCluster cluster(int cluster) {
        ErlangCluster object = new ErlangCluster();
        object.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(name(cluster))
                .withUid(clusterUid(cluster))
                .withCreationTimestamp(SINCE)
                .build());
        object.setSpec(
                new ErlangClusterSpec(new Selector(Map.of("app", name(cluster)), null), null, null, null, null, null));
        return object;
    }

    Pod pod(int sidecar) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(podName(sidecar))
                .withUid(podUid(sidecar))
                .withCreationTimestamp(SINCE)
                .withLabels(labels(sidecar))
                .addToAnnotations(Annotations.CLUSTER, name(clusterOf(sidecar)))
                .addToAnnotations(Annotations.NODE_NAME, nodeName(sidecar))
                .endMetadata()
                .withNewSpec()
                .withNodeName("machine-" + sidecar / 100)
                .endSpec()
                .withNewStatus()
                .withPhase("Running")
                .withPodIP(ip(sidecar))
                .endStatus()
                .build();
    }

    ErlangNode node(int sidecar) {
        int cluster = clusterOf(sidecar);
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder()
                .withNamespace(NAMESPACE)
                .withName(ErlangNode.objectName(name(cluster), alive(sidecar)))
                .withUid(new UUID(2, sidecar).toString())
                .withCreationTimestamp(SINCE)
                .withLabels(labels(sidecar))
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(node.getApiVersion())
                        .withKind("ErlangCluster")
                        .withName(name(cluster))
                        .withUid(clusterUid(cluster))
                        .withController(true)
                        .build())
                .build());
        node.setSpec(new ErlangNodeSpec(
                name(cluster), nodeName(sidecar), new ErlangNodeSpec.PodRef(podName(sidecar), podUid(sidecar))));
        node.setStatus(
                new ErlangNodeStatus(ErlangNodeStatus.Phase.UP, ip(sidecar), TUNNEL_PORT, CREATION, SINCE, List.of()));
        return node;
    }

    /** What each sidecar of {@code cluster} is linked with: a full mesh, itself included, which means nothing. */
    Links links(int cluster) {
        return Links.newBuilder()
                .addAllConnected(IntStream.range(0, size(cluster))
                        .mapToObj(member -> nodeName(cluster * LARGEST + member))
                        .toList())
                .build();
    }

    byte[] hello(int sidecar, String token, Links links) {
        return ToOperator.newBuilder()
                .setHello(Hello.newBuilder()
                        .setNamespace(NAMESPACE)
                        .setPod(podName(sidecar))
                        .setPodUid(podUid(sidecar))
                        .setCluster(name(clusterOf(sidecar)))
                        .setTunnelPort(TUNNEL_PORT)
                        .setToken(token)
                        .addNodes(NodeUp.newBuilder().setName(nodeName(sidecar)).setCreation(CREATION))
                        .addLinks(links.toBuilder().setName(nodeName(sidecar))))
                .build()
                .toByteArray();
    }

    private static String name(int cluster) {
        return "shop-" + cluster;
    }

    private static String clusterUid(int cluster) {
        return new UUID(1, cluster).toString();
    }

    private Map<String, String> labels(int sidecar) {
        return Map.of("app", name(clusterOf(sidecar)), "tier", "web");
    }

    private static String alive(int sidecar) {
        return "web-" + sidecar % LARGEST;
    }

    private String nodeName(int sidecar) {
        return alive(sidecar) + "@" + name(clusterOf(sidecar)) + "." + NAMESPACE;
    }

    static String podName(int sidecar) {
        return "pod-" + sidecar;
    }

    static String podUid(int sidecar) {
        return new UUID(3, sidecar).toString();
    }

    private static String ip(int sidecar) {
        return "10." + sidecar / 65_536 + "." + sidecar / 256 % 256 + "." + sidecar % 256;
    }
}
