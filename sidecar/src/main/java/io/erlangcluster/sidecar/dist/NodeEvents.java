package io.erlangcluster.sidecar.dist;

import java.util.Set;

/** What a node tells of the visible nodes it is connected to; on the event loop, in order, nothing lost between. */
public interface NodeEvents {

    /** The full names of all, once, first. */
    void connectedTo(Set<String> nodes);

    /** A link came. */
    void nodeUp(String node);

    /** A link ended. */
    void nodeDown(String node);
}
