package io.erlangcluster.sidecar.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What this pod knows: its own VMs and the cluster's nodes. Changes happen on the sidecar's event loop only; readers on
 * any thread see the last complete view.
 */
public final class PodRegistry {

    /** Told of every change, on the event loop, after it took effect. */
    public interface Listener {
        /** A local VM is known by its full name. */
        default void localUp(LocalNode node) {}

        /** A local VM's registration ended. */
        default void localDown(LocalNode node) {}

        /** The cluster's registry changed. */
        default void clusterChanged(ClusterView before, ClusterView now) {}
    }

    private final List<Listener> listeners = new ArrayList<>();
    private volatile Map<String, LocalNode> local = Map.of();
    private volatile ClusterView cluster = ClusterView.NOTHING;

    /** Adds {@code listener}; it is not told of what is already there. Called while wiring, before any change. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** The VMs of this pod, oldest first. */
    public Collection<LocalNode> localNodes() {
        return local.values();
    }

    /** The VM of this pod registered under {@code alive}. */
    public Optional<LocalNode> localNode(String alive) {
        return Optional.ofNullable(local.get(alive));
    }

    /** The cluster as last told. */
    public ClusterView cluster() {
        return cluster;
    }

    /** A local VM came, or came back with another creation or port. */
    public void putLocal(LocalNode node) {
        Map<String, LocalNode> next = new LinkedHashMap<>(local);
        LocalNode old = next.remove(node.name().alive());
        next.put(node.name().alive(), node);
        local = Collections.unmodifiableMap(next);
        if (old != null) {
            listeners.forEach(listener -> listener.localDown(old));
        }
        listeners.forEach(listener -> listener.localUp(node));
    }

    /** A local VM's registration ended; nothing happens if {@code alive} is not here. */
    public void removeLocal(String alive) {
        Map<String, LocalNode> next = new LinkedHashMap<>(local);
        LocalNode old = next.remove(alive);
        if (old == null) {
            return;
        }
        local = Collections.unmodifiableMap(next);
        listeners.forEach(listener -> listener.localDown(old));
    }

    /** The operator told a new state of the cluster. */
    public void putCluster(ClusterView now) {
        ClusterView before = cluster;
        cluster = now;
        listeners.forEach(listener -> listener.clusterChanged(before, now));
    }
}
