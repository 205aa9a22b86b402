package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.selector.LabelSelector;
import io.erlangcluster.sidecar.epmd.extension.Filter;
import io.erlangcluster.sidecar.epmd.extension.NodeEntry;

/**
 * A client's filter, ready to be applied.
 *
 * @param prefix what names begin with
 * @param selector what labels satisfy
 */
record NodeFilter(String prefix, LabelSelector selector) {

    /** IllegalArgumentException, with a message for the client, if it is not a label selector. */
    static NodeFilter of(Filter filter) {
        return switch (filter) {
            case Filter.ByPrefix(var prefix) -> new NodeFilter(prefix, LabelSelector.EVERYTHING);
            case Filter.BySelector(var selector) -> new NodeFilter("", LabelSelector.parse(selector));
        };
    }

    boolean matches(NodeEntry node) {
        return node.name().startsWith(prefix) && selector.matches(node.labels());
    }

    /** True if {@code node}, and every one after it, is behind the last that could match. */
    boolean isPast(NodeEntry node) {
        return !node.name().startsWith(prefix);
    }
}
