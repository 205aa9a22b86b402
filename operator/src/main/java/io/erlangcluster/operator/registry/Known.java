package io.erlangcluster.operator.registry;

import io.erlangcluster.protocol.v1.Node;
import java.util.Optional;

/**
 * What a cluster is to be told of one name. A member of its own goes before a peer's node of the same name.
 *
 * @param member the cluster's own node of that name
 * @param peer a peer's
 */
record Known(Optional<Node> member, Optional<Node> peer) {

    static final Known NOTHING = new Known(Optional.empty(), Optional.empty());
}
