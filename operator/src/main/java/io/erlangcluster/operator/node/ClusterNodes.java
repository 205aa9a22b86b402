package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The ErlangNodes of one cluster, found by what is asked for. Written under its owner's lock, read without. */
final class ClusterNodes {

    private final Map<String, ErlangNode> byObject = new ConcurrentHashMap<>();
    private final NodeIndex byName = new NodeIndex(node -> node.getSpec().name());
    private final NodeIndex byPod = new NodeIndex(node -> node.getSpec().pod().uid());

    Optional<ErlangNode> put(ErlangNode node) {
        Optional<ErlangNode> before =
                Optional.ofNullable(byObject.put(node.getMetadata().getName(), node));
        byName.put(before, node);
        byPod.put(before, node);
        return before;
    }

    void remove(ErlangNode node) {
        Optional.ofNullable(byObject.remove(node.getMetadata().getName())).ifPresent(known -> {
            byName.remove(known);
            byPod.remove(known);
        });
    }

    Collection<ErlangNode> all() {
        return List.copyOf(byObject.values());
    }

    int size() {
        return byObject.size();
    }

    List<ErlangNode> named(String name) {
        return byName.of(name);
    }

    List<ErlangNode> ofPod(String uid) {
        return byPod.of(uid);
    }
}
