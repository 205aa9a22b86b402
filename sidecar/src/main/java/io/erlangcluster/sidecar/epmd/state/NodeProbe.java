package io.erlangcluster.sidecar.epmd.state;

import io.netty.util.concurrent.Future;

/** Finds out which node listens on a port of this machine. */
public interface NodeProbe {

    /** Who is there. */
    sealed interface Answer {}

    /**
     * A node.
     *
     * @param name full name
     * @param creation unsigned 32 bit
     */
    record Node(String name, long creation) implements Answer {}

    /** Nothing listens there. */
    record Nobody() implements Answer {}

    /** Something does, but it did not say what: a node that speaks TLS, is frozen, or keeps strangers out. */
    record Somebody() implements Answer {}

    /** Asks on the event loop; never fails. */
    Future<Answer> probe(int port);
}
