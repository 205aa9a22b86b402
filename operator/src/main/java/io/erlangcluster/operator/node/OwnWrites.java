package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which nodes the informer still shows as they were before we wrote them. Judged by such a node, a report can seem to
 * be written that is not: a VM that ends and registers again is Up there all the time.
 */
final class OwnWrites {

    /** The resourceVersion that was replaced, by pod uid. */
    private final Map<String, String> replaced = new ConcurrentHashMap<>();

    /** We replaced {@code node}; {@code now} is the resourceVersion that came of it. */
    void wrote(ErlangNode node, String now) {
        if (!now.equals(NodeStore.version(node))) {
            replaced.put(uid(node), NodeStore.version(node));
        }
    }

    /** Whether {@code node} is what we have replaced. */
    boolean replaced(ErlangNode node) {
        return NodeStore.version(node).equals(replaced.get(uid(node)));
    }

    /** The informer shows {@code node}. */
    void shown(ErlangNode node) {
        if (!replaced(node)) {
            gone(node);
        }
    }

    /** The informer shows {@code node} no more. */
    void gone(ErlangNode node) {
        replaced.remove(uid(node));
    }

    private static String uid(ErlangNode node) {
        return node.getSpec().pod().uid();
    }
}
