package io.erlangcluster.operator.registry;

import io.erlangcluster.api.Mixing;
import io.erlangcluster.protocol.v1.Node;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A cluster's own nodes: by name, by the group that {@code mixing} puts them in, and by pod. */
final class Members {

    private final Mixing mixing;
    private final Map<String, Node> byName = new HashMap<>();
    private final Map<String, Map<String, Node>> byGroup = new HashMap<>();
    private final Map<String, Node> byPod = new HashMap<>();

    Members(Mixing mixing) {
        this.mixing = mixing;
    }

    /** The same nodes in the groups of {@code other}. */
    Members mixed(Mixing other) {
        Members regrouped = new Members(other);
        byName.forEach((name, node) -> regrouped.put(name, Optional.of(node)));
        return regrouped;
    }

    /** {@code name} is {@code now}, or no more. The groups that it was and is in. */
    Set<String> put(String name, Optional<Node> now) {
        Set<String> groups = new HashSet<>();
        Optional.ofNullable(byName.remove(name)).ifPresent(before -> {
            groups.add(group(before));
            byGroup.computeIfPresent(group(before), (_, nodes) -> {
                nodes.remove(name);
                return nodes.isEmpty() ? null : nodes;
            });
            byPod.remove(before.getPod(), before);
        });
        now.ifPresent(node -> {
            groups.add(group(node));
            byName.put(name, node);
            byGroup.computeIfAbsent(group(node), _ -> new HashMap<>()).put(name, node);
            byPod.put(node.getPod(), node);
        });
        return groups;
    }

    Optional<Node> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<String> names() {
        return byName.keySet();
    }

    Map<String, Node> in(String group) {
        return byGroup.getOrDefault(group, Map.of());
    }

    /** The node called {@code name}, if it is in {@code group}. */
    Optional<Node> in(String group, String name) {
        return Optional.ofNullable(in(group).get(name));
    }

    /** Where mixing keeps nobody apart, a pod without a node belongs to the one group too. */
    Optional<String> groupOf(String pod) {
        return mixing.policy() == Mixing.Policy.ALL
                ? Optional.of("")
                : Optional.ofNullable(byPod.get(pod)).map(this::group);
    }

    private String group(Node node) {
        return mixing.group(node.getLabelsMap());
    }
}
