package io.erlangcluster.sidecar.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The cluster's registry at one version, immutable.
 *
 * @param epoch the operator process that counts the versions; empty before the first snapshot
 * @param version grows with every change within one epoch
 * @param nodes by alive name
 */
public record ClusterView(String epoch, long version, Map<String, ClusterNode> nodes) {

    /** What a sidecar knows before the operator told it anything. */
    public static final ClusterView NOTHING = new ClusterView("", 0, Map.of());

    public ClusterView {
        nodes = Map.copyOf(nodes);
    }

    /** The node registered under {@code alive}, in whatever phase. */
    public Optional<ClusterNode> find(String alive) {
        return Optional.ofNullable(nodes.get(alive));
    }

    /** This view with {@code put} added or replaced and {@code removed} taken out, at {@code newVersion}. */
    public ClusterView with(long newVersion, Collection<ClusterNode> put, Collection<NodeName> removed) {
        Map<String, ClusterNode> changed = new HashMap<>(nodes);
        removed.forEach(name -> changed.remove(name.alive()));
        put.forEach(node -> changed.put(node.name().alive(), node));
        return new ClusterView(epoch, newVersion, changed);
    }
}
