package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.admin.Readings.NodeLinks;
import io.erlangcluster.sidecar.connector.LinkListener;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Remembers, to be counted, what only passes by: the links of the pod's nodes, and when the registry was told. */
final class LinkCounts implements LinkListener, PodRegistry.Listener {

    private final PodRegistry registry;
    private final Map<NodeName, Set<NodeName>> connected = new HashMap<>();
    private OptionalLong toldNanos = OptionalLong.empty();

    LinkCounts(PodRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void linksChanged(LocalNode node, Set<NodeName> peers, Map<NodeName, String> failures) {
        connected.put(node.name(), peers);
    }

    @Override
    public void localDown(LocalNode node) {
        connected.remove(node.name());
    }

    @Override
    public void clusterChanged(ClusterView before, ClusterView now) {
        toldNanos = OptionalLong.of(System.nanoTime());
    }

    /** Of every node of this pod. Nodes of its cluster count; others that it is connected with do not. */
    List<NodeLinks> links() {
        return registry.localNodes().stream()
                .map(LocalNode::name)
                .map(this::links)
                .toList();
    }

    private NodeLinks links(NodeName local) {
        Set<NodeName> up = connected.getOrDefault(local, Set.of());
        List<NodeName> expected = registry.cluster().nodes().values().stream()
                .filter(ClusterNode::offered)
                .map(ClusterNode::name)
                .filter(peer -> peer.host().equals(local.host()) && !peer.equals(local))
                .toList();
        return new NodeLinks(local, expected.size(), (int)
                expected.stream().filter(up::contains).count());
    }

    /** Time since the operator last told of the registry; empty if it never did. */
    Optional<Duration> registryAge() {
        return toldNanos.isPresent()
                ? Optional.of(Duration.ofNanos(System.nanoTime() - toldNanos.getAsLong()))
                : Optional.empty();
    }
}
