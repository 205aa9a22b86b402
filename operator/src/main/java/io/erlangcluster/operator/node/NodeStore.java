package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Every ErlangNode as the informer last told, by cluster; alike on every replica. Until {@link #isComplete} it holds
 * only a part, which must not be taken for the whole.
 */
@Singleton
public class NodeStore {

    /** Told on the informer's thread; must not block. */
    public interface Listener {

        /** A node of {@code cluster} came, changed or went: {@code before} or {@code now} may be absent. */
        void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now);

        /** From now on the store holds all there is. */
        default void complete() {}
    }

    private final Map<ResourceID, Map<String, ErlangNode>> clusters = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean complete;

    /** From now on {@code listener} is told; of what is there already it is not. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Whether the informer has told of everything that was there when it started. */
    public boolean isComplete() {
        return complete;
    }

    /** The clusters that have nodes. */
    public Collection<ResourceID> clusters() {
        return List.copyOf(clusters.keySet());
    }

    /** The nodes of {@code cluster}, in no order. */
    public Collection<ErlangNode> of(ResourceID cluster) {
        return List.copyOf(clusters.getOrDefault(cluster, Map.of()).values());
    }

    /** The node of the pod with this uid. */
    public Optional<ErlangNode> ofPod(ResourceID cluster, String podUid) {
        return clusters.getOrDefault(cluster, Map.of()).values().stream()
                .filter(node -> node.getSpec().pod().uid().equals(podUid))
                .findFirst();
    }

    void put(ErlangNode node) {
        ResourceID cluster = cluster(node);
        ErlangNode before = clusters.computeIfAbsent(cluster, added -> new ConcurrentHashMap<>())
                .put(node.getMetadata().getName(), node);
        listeners.forEach(listener -> listener.changed(cluster, Optional.ofNullable(before), Optional.of(node)));
    }

    void remove(ErlangNode node) {
        ResourceID cluster = cluster(node);
        clusters.computeIfPresent(cluster, (id, nodes) -> {
            nodes.remove(node.getMetadata().getName());
            return nodes.isEmpty() ? null : nodes;
        });
        listeners.forEach(listener -> listener.changed(cluster, Optional.of(node), Optional.empty()));
    }

    void complete() {
        complete = true;
        listeners.forEach(Listener::complete);
    }

    private static ResourceID cluster(ErlangNode node) {
        return new ResourceID(node.getSpec().cluster(), node.getMetadata().getNamespace());
    }
}
