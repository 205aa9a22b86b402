package io.erlangcluster.sidecar.epmd.command;

/** What the command was called for. */
sealed interface Invocation {

    /** Be the server. */
    record Serve(ServeOptions options) implements Invocation {}

    /** List the registered names. */
    record Names(int port) implements Invocation {}

    /** List the registered names with all their transports. */
    record LongNames(int port) implements Invocation {}

    /**
     * Find nodes.
     *
     * @param wanted a name, a prefix and {@code *}, or a label selector
     */
    record Lookup(int port, String wanted, NodePrinter printer) implements Invocation {}

    /** Find nodes and tell what changes. */
    record Watch(int port, String wanted, NodePrinter printer) implements Invocation {}

    /** Tell by the exit code whether a server answers. */
    record Started(int port) implements Invocation {}

    /** List what is and was registered. */
    record Dump(int port) implements Invocation {}

    /** End the server. */
    record Kill(int port) implements Invocation {}

    /** End the registration of {@code name}. */
    record Stop(int port, String name) implements Invocation {}

    /** Not understood. */
    record Misuse() implements Invocation {}
}
