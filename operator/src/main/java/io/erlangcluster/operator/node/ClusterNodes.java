package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ErlangNodes of one cluster, found by what is asked for. Written under its owner's lock, read without. */
final class ClusterNodes {

    /** The names of those that are Up, sorted; absent after one of them came or went. */
    private Optional<List<String>> up = Optional.empty();

    private final Map<String, ErlangNode> byObject = new ConcurrentHashMap<>();
    private final NodeIndex byName = new NodeIndex(node -> node.getSpec().name());
    private final NodeIndex byPod = new NodeIndex(node -> node.getSpec().pod().uid());

    Optional<ErlangNode> put(ErlangNode node) {
        Optional<ErlangNode> before =
                Optional.ofNullable(byObject.put(node.getMetadata().getName(), node));
        byName.put(before, node);
        byPod.put(before, node);
        if (!before.map(ClusterNodes::upName).equals(Optional.of(upName(node)))) {
            up = Optional.empty();
        }
        return before;
    }

    void remove(ErlangNode node) {
        Optional.ofNullable(byObject.remove(node.getMetadata().getName())).ifPresent(known -> {
            byName.remove(known);
            byPod.remove(known);
            up = Optional.empty();
        });
    }

    Collection<ErlangNode> all() {
        return List.copyOf(byObject.values());
    }

    int size() {
        return byObject.size();
    }

    /** Under the lock too. Every sidecar's links are compared with them, so they are not gathered anew for each. */
    List<String> up() {
        return up.orElseGet(this::gathered);
    }

    private List<String> gathered() {
        List<String> names = byObject.values().stream()
                .map(ClusterNodes::upName)
                .flatMap(Optional::stream)
                .sorted()
                .toList();
        up = Optional.of(names);
        return names;
    }

    static boolean isUp(ErlangNode node) {
        ErlangNodeStatus status = node.getStatus();
        return status != null && status.phase() == Phase.UP;
    }

    private static Optional<String> upName(ErlangNode node) {
        return isUp(node) ? Optional.of(node.getSpec().name()) : Optional.empty();
    }

    List<ErlangNode> named(String name) {
        return byName.of(name);
    }

    List<ErlangNode> ofPod(String uid) {
        return byPod.of(uid);
    }
}
