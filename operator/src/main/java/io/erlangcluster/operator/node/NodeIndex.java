package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Finds ErlangNodes by something that one of them has and, for a while or by mistake, several. Written under its
 * owner's lock, read without: whoever looks for a node that is being replaced finds it, before or after.
 */
final class NodeIndex {

    private final Map<String, List<ErlangNode>> nodes = new ConcurrentHashMap<>();
    private final Function<ErlangNode, String> key;

    /** Nodes whose {@code key} is empty cannot be found. */
    NodeIndex(Function<ErlangNode, String> key) {
        this.key = key;
    }

    /** In the order of their objects' names, which is the same on every replica. */
    List<ErlangNode> of(String wanted) {
        return nodes.getOrDefault(wanted, List.of());
    }

    void put(Optional<ErlangNode> before, ErlangNode now) {
        String found = key.apply(now);
        if (!found.isEmpty()) {
            nodes.merge(found, List.of(now), (some, added) -> with(some, now));
        }
        before.filter(old -> !key.apply(old).equals(found)).ifPresent(this::remove);
    }

    void remove(ErlangNode node) {
        nodes.computeIfPresent(key.apply(node), (_, some) -> {
            List<ErlangNode> rest = others(some, node).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private static List<ErlangNode> with(List<ErlangNode> some, ErlangNode now) {
        return Stream.concat(others(some, now), Stream.of(now))
                .sorted(Comparator.comparing(NodeIndex::object))
                .toList();
    }

    private static Stream<ErlangNode> others(List<ErlangNode> some, ErlangNode node) {
        return some.stream().filter(other -> !object(other).equals(object(node)));
    }

    private static String object(ErlangNode node) {
        return node.getMetadata().getName();
    }
}
