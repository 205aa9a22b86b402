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
 * @param nodes the cluster's own, by alive name
 * @param peers nodes of other clusters, by full name
 */
public record ClusterView(
        String epoch, long version, Map<String, ClusterNode> nodes, Map<NodeName, ClusterNode> peers) {

    /** What a sidecar knows before the operator told it anything. */
    public static final ClusterView NOTHING = new ClusterView("", 0, Map.of());

    public ClusterView {
        nodes = Map.copyOf(nodes);
        peers = Map.copyOf(peers);
    }

    /** Without peers. */
    public ClusterView(String epoch, long version, Map<String, ClusterNode> nodes) {
        this(epoch, version, nodes, Map.of());
    }

    /** The node of our own cluster or a peer, in whatever phase. */
    public Optional<ClusterNode> find(NodeName name) {
        return find(name.alive())
                .filter(node -> node.name().equals(name))
                .or(() -> Optional.ofNullable(peers.get(name)));
    }

    /** The node of our own cluster registered under {@code alive}, in whatever phase. */
    public Optional<ClusterNode> find(String alive) {
        return Optional.ofNullable(nodes.get(alive));
    }

    /**
     * Whom {@code self} should be connected with, by name. Nobody before it is offered too: peers let in only whom they
     * know.
     */
    public Map<NodeName, ClusterNode> meshOf(NodeName self) {
        if (find(self).filter(ClusterNode::offered).isEmpty()) {
            return Map.of();
        }
        Map<NodeName, ClusterNode> mesh = new HashMap<>();
        for (ClusterNode node : nodes.values()) {
            boolean ours = node.name().host().equals(self.host());
            if (ours && node.offered() && !node.name().equals(self)) {
                mesh.put(node.name(), node);
            }
        }
        return mesh;
    }

    /** This view with {@code put} added or replaced and {@code removed} taken out, at {@code newVersion}. */
    public ClusterView with(long newVersion, Collection<ClusterNode> put, Collection<NodeName> removed) {
        Map<String, ClusterNode> members = new HashMap<>(nodes);
        Map<NodeName, ClusterNode> others = new HashMap<>(peers);
        removed.forEach(name -> {
            members.computeIfPresent(name.alive(), (alive, node) -> node.name().equals(name) ? null : node);
            others.remove(name);
        });
        put.forEach(node -> {
            if (node.isPeer()) {
                others.put(node.name(), node);
            } else {
                members.put(node.name().alive(), node);
            }
        });
        return new ClusterView(epoch, newVersion, members, others);
    }
}
