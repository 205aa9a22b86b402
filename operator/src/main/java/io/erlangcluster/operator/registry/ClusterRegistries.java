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
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The registry of every cluster, made of the ErlangNodes alone, and so alike on every replica. Versions count within
 * one epoch, which is one life of this process: a sidecar that comes from another replica gets a snapshot, in which
 * nothing differs from what it has. A change costs what changed, in the clusters that are told of it.
 */
@Singleton
public final class ClusterRegistries implements NodeStore.Listener {

    private final String epoch = UUID.randomUUID().toString();
    private final Map<ResourceID, ClusterRegistry> registries = new ConcurrentHashMap<>();
    private final Peerings peerings = new Peerings();
    private final NodeStore nodes;
    private final Changes changes = new Changes();
    private final Pace<ResourceID> pace = new Pace<>(this::publish);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean clustersKnown;

    public ClusterRegistries(NodeStore nodes) {
        this.nodes = nodes;
        nodes.listen(this);
    }

    /** The registry of {@code cluster}, which need not exist yet. */
    public ClusterRegistry of(ResourceID cluster) {
        ClusterRegistry registry = registries.computeIfAbsent(cluster, id -> new ClusterRegistry(epoch));
        if (!registry.isPublished()) {
            requestAll(cluster);
        }
        return registry;
    }

    /** {@code cluster} lists {@code peers} now; whoever agrees with it, or does no more, is told. */
    public void peers(ResourceID cluster, List<Peer> peers) {
        peerings.list(cluster, peers).forEach(this::requestAll);
    }

    @Override
    public void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
        Set<String> names = Stream.concat(before.stream(), now.stream())
                .map(node -> node.getSpec().name())
                .collect(Collectors.toSet());
        request(cluster, names);
        peerings.of(cluster).keySet().forEach(peer -> request(peer, names));
    }

    private void request(ResourceID cluster, Set<String> names) {
        if (areComplete() && registries.containsKey(cluster)) {
            changes.add(cluster, names);
            pace.request(cluster);
        }
    }

    private void requestAll(ResourceID cluster) {
        if (areComplete() && registries.containsKey(cluster)) {
            changes.addAll(cluster);
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
        if (areComplete()) {
            registries.keySet().forEach(this::requestAll);
            listeners.forEach(Runnable::run);
        }
    }

    /** From now on {@code listener} is called when they {@link #areComplete}, perhaps twice; it must not block. */
    public void onComplete(Runnable listener) {
        listeners.add(listener);
    }

    /** Whether all nodes and all clusters are known, so that a registry has all that belongs to it. */
    public boolean areComplete() {
        return clustersKnown && nodes.isComplete();
    }

    private void publish(ResourceID cluster) {
        try {
            Optional.ofNullable(registries.get(cluster)).ifPresent(registry -> publish(cluster, registry));
        } catch (RuntimeException failed) {
            // What was taken is lost.
            changes.addAll(cluster);
            throw failed;
        }
    }

    private void publish(ResourceID cluster, ClusterRegistry registry) {
        Map<ResourceID, Peering> agreed = peerings.of(cluster);
        changes.take(cluster)
                .ifPresentOrElse(
                        names -> registry.update(known(cluster, agreed, names)),
                        () -> registry.publish(known(cluster, agreed, allNames(cluster, agreed))));
    }

    private Set<String> allNames(ResourceID cluster, Map<ResourceID, Peering> agreed) {
        return Stream.concat(Stream.of(cluster), agreed.keySet().stream())
                .flatMap(one -> nodes.of(one).stream())
                .map(node -> node.getSpec().name())
                .collect(Collectors.toSet());
    }

    private Map<String, Known> known(ResourceID cluster, Map<ResourceID, Peering> agreed, Set<String> names) {
        Map<String, Known> known = new HashMap<>();
        for (String name : names) {
            Optional<Node> member =
                    nodes.named(cluster, name).stream().findFirst().map(NodeMessages::of);
            Optional<Node> peer = agreed.entrySet().stream()
                    .flatMap(other -> nodes.named(other.getKey(), name).stream()
                            .flatMap(node -> NodeMessages.of(node, other.getValue()).stream()))
                    .findFirst();
            known.put(name, new Known(member, peer));
        }
        return known;
    }
}
