package io.erlangcluster.operator.registry;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Peer;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.protocol.v1.Node;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The registry of every cluster, made of the ErlangNodes alone, and so alike on every replica. Versions count within
 * one epoch, which is one life of this process: a sidecar that comes from another replica gets a snapshot, in which
 * nothing differs from what it has.
 */
@Singleton
public final class ClusterRegistries implements NodeStore.Listener {

    private final String epoch = UUID.randomUUID().toString();
    private final Map<ResourceID, ClusterRegistry> registries = new ConcurrentHashMap<>();
    private final Peerings peerings = new Peerings();
    private final NodeStore nodes;
    private final Pace<ResourceID> pace = new Pace<>(this::publish);
    private volatile boolean clustersKnown;

    public ClusterRegistries(NodeStore nodes) {
        this.nodes = nodes;
        nodes.listen(this);
    }

    /** The registry of {@code cluster}, which need not exist yet. */
    public ClusterRegistry of(ResourceID cluster) {
        ClusterRegistry registry = registries.computeIfAbsent(cluster, id -> new ClusterRegistry(epoch));
        if (isComplete() && !registry.isPublished()) {
            pace.request(cluster);
        }
        return registry;
    }

    /** {@code cluster} lists {@code peers} now; whoever agrees with it, or does no more, is told. */
    public void peers(ResourceID cluster, List<Peer> peers) {
        peerings.list(cluster, peers).forEach(this::request);
    }

    @Override
    public void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
        request(cluster);
        peerings.of(cluster).keySet().forEach(this::request);
    }

    private void request(ResourceID cluster) {
        if (isComplete() && registries.containsKey(cluster)) {
            pace.request(cluster);
        }
    }

    /** Before, there was only a part of the nodes, which would have looked like the end of the others. */
    @Override
    public void complete() {
        begin();
    }

    /** All clusters have been {@link #peers listed}. Before, peers would have been missing, which ends their links. */
    public void clustersKnown() {
        clustersKnown = true;
        begin();
    }

    private void begin() {
        if (isComplete()) {
            registries.keySet().forEach(pace::request);
        }
    }

    private boolean isComplete() {
        return clustersKnown && nodes.isComplete();
    }

    private void publish(ResourceID cluster) {
        Optional.ofNullable(registries.get(cluster))
                .ifPresent(registry -> registry.publish(nodes.of(cluster), peersOf(cluster)));
    }

    private Map<String, Node> peersOf(ResourceID cluster) {
        Map<String, Node> told = new HashMap<>();
        peerings.of(cluster)
                .forEach((peer, peering) -> nodes.of(peer)
                        .forEach(node -> NodeMessages.of(node, peering)
                                .ifPresent(message -> told.put(message.getName(), message))));
        return told;
    }
}
