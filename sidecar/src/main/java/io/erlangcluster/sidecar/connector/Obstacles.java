package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.registry.NodeName;
import java.util.Optional;

/** What is known of the way to a peer, besides what the VM says: that is only whether it connected. */
@FunctionalInterface
public interface Obstacles {

    /** Why the last attempt to reach {@code peer} was turned away; empty if it was not. Asked on the event loop. */
    Optional<String> to(NodeName peer);
}
