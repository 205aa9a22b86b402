package io.erlangcluster.sidecar.epmd.extension;

/** Which nodes a look-up or a watch is about. */
public sealed interface Filter {

    /** Every node. */
    Filter EVERYTHING = new ByPrefix("");

    /** The filter's text. */
    String text();

    /**
     * Nodes whose names begin so.
     *
     * @param text compared byte by byte; empty for all nodes
     */
    record ByPrefix(String text) implements Filter {}

    /**
     * Nodes with such labels.
     *
     * @param text a label selector as kubectl's -l takes it: {@code app=web,tier in (a,b),!canary}
     */
    record BySelector(String text) implements Filter {}
}
