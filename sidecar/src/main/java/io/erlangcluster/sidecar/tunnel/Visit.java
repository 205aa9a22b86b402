package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import java.util.Optional;
import java.util.function.BiFunction;

/** An accepted peer and what it said; asked of the registry before it is let in, and whenever that changes. */
record Visit(InboundTunnel tunnel, Channel peer, Preface said) {

    /** Where the registry says that it comes from. */
    Optional<ClusterNode> source() {
        return tunnel.registry().cluster().find(said.source());
    }

    /** What speaks against letting it in. */
    Optional<Objection> objection() {
        return against(tunnel.security()::objection);
    }

    /** What speaks against its link, once that stands. */
    Optional<Objection> revocation() {
        return against(tunnel.security()::revocation);
    }

    private Optional<Objection> against(BiFunction<Channel, ClusterNode, Optional<Objection>> identity) {
        return source().map(node -> identity.apply(peer, node).or(() -> forbidden(node)))
                .orElseGet(() -> Optional.of(
                        isOurs()
                                ? new Objection(Answer.UNKNOWN_NODE, said.source() + " is not in the registry")
                                : new Objection(Answer.POLICY, said.source() + " is of cluster " + said.cluster())));
    }

    /** What {@code source}, which has proven who it is, must not do all the same. */
    private Optional<Objection> forbidden(ClusterNode source) {
        boolean granted =
                source.peering().map(peering -> peering.lets(said.target())).orElseGet(this::isOurs);
        if (granted) {
            return Optional.empty();
        }
        return Optional.of(new Objection(
                source.isPeer() ? Answer.NOT_GRANTED : Answer.POLICY,
                said.source() + " of cluster " + said.cluster() + " wants " + said.target()));
    }

    private boolean isOurs() {
        return said.cluster().equals(tunnel.settings().cluster());
    }
}
