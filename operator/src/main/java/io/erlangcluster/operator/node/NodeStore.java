package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Every ErlangNode as the informer last told, by cluster; alike on every replica. Until {@link #isComplete} it holds
 * only a part, which must not be taken for the whole.
 */
@Singleton
public class NodeStore {

    /** Told on the informer's threads; must not block. */
    public interface Listener {

        /** A node of {@code cluster} came, changed or went: {@code before} or {@code now} may be absent. */
        void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now);

        /** From now on the store holds all there is. */
        default void complete() {}
    }

    private final Map<ResourceID, ClusterNodes> clusters = new ConcurrentHashMap<>();
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
        return nodes(cluster).map(ClusterNodes::all).orElse(List.of());
    }

    /** The full names of the nodes of {@code cluster} that are Up, sorted. */
    synchronized List<String> up(ResourceID cluster) {
        return nodes(cluster).map(ClusterNodes::up).orElse(List.of());
    }

    /** How many nodes {@code cluster} has. */
    public int size(ResourceID cluster) {
        return nodes(cluster).map(ClusterNodes::size).orElse(0);
    }

    /**
     * The node of {@code cluster} with this full name, or all that call themselves so, in the same order everywhere.
     */
    public List<ErlangNode> named(ResourceID cluster, String name) {
        return nodes(cluster).map(nodes -> nodes.named(name)).orElse(List.of());
    }

    /** The node of the pod with this uid. */
    public Optional<ErlangNode> ofPod(ResourceID cluster, String podUid) {
        return nodes(cluster).flatMap(nodes -> nodes.ofPod(podUid).stream().findFirst());
    }

    private Optional<ClusterNodes> nodes(ResourceID cluster) {
        return Optional.ofNullable(clusters.get(cluster));
    }

    void put(ErlangNode node) {
        ResourceID cluster = cluster(node);
        Optional<ErlangNode> before = keep(cluster, node);
        listeners.forEach(listener -> listener.changed(cluster, before, Optional.of(node)));
    }

    void remove(ErlangNode node) {
        ResourceID cluster = cluster(node);
        drop(cluster, node);
        listeners.forEach(listener -> listener.changed(cluster, Optional.of(node), Optional.empty()));
    }

    private synchronized Optional<ErlangNode> keep(ResourceID cluster, ErlangNode node) {
        return clusters.computeIfAbsent(cluster, added -> new ClusterNodes()).put(node);
    }

    private synchronized void drop(ResourceID cluster, ErlangNode node) {
        clusters.computeIfPresent(cluster, (id, nodes) -> {
            nodes.remove(node);
            return nodes.size() == 0 ? null : nodes;
        });
    }

    /**
     * From now on the store holds all that {@code informer} has. That is filled before its listener, on a thread of its
     * own, has heard of everything in it: what is missing here is taken from there.
     */
    void complete(Cache<ErlangNode> informer) {
        informer.list().forEach(node -> take(node, informer));
        complete();
    }

    /** From now on nothing is missing here. */
    void complete() {
        complete = true;
        listeners.forEach(Listener::complete);
    }

    /** Again if it changed or went meanwhile: the listener may have heard of that before we put what it was. */
    private void take(ErlangNode node, Cache<ErlangNode> informer) {
        put(node);
        ResourceID id = ResourceID.fromResource(node);
        Optional<ErlangNode> now = informer.get(id);
        if (now.isEmpty()) {
            remove(node);
            now = informer.get(id);
        }
        now.filter(other -> !version(other).equals(version(node))).ifPresent(other -> take(other, informer));
    }

    /** The resourceVersion of {@code node}; empty if it never was at the API server. */
    static String version(ErlangNode node) {
        return Objects.requireNonNullElse(node.getMetadata().getResourceVersion(), "");
    }

    private static ResourceID cluster(ErlangNode node) {
        return new ResourceID(node.getSpec().cluster(), node.getMetadata().getNamespace());
    }
}
