package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.util.Optional;

/** No TLS. */
class PlainTcp implements TunnelSecurity {

    @Override
    public Optional<Objection> secureInbound(ChannelPipeline pipeline) {
        return Optional.empty();
    }

    @Override
    public void secureOutbound(ChannelPipeline pipeline, ClusterNode peer) {}

    @Override
    public Future<?> ready() {
        return ImmediateEventExecutor.INSTANCE.newSucceededFuture(null);
    }

    @Override
    public Future<?> secured(Channel peer) {
        return peer.newSucceededFuture();
    }

    @Override
    public Optional<Objection> objection(Channel peer, ClusterNode node) {
        if (node.isPeer()) {
            return Optional.of(new Objection(Answer.PLAIN_PEER, node.name() + " over plain TCP"));
        }
        return PeerAddress.matches(node, peer)
                ? Optional.empty()
                : Optional.of(new Objection(Answer.UNKNOWN_NODE, node.name() + " lives at " + node.podIp()));
    }

    /** An address that is not known now is no reason to end what began with the right one. */
    @Override
    public Optional<Objection> revocation(Channel peer, ClusterNode node) {
        return node.podIp().isEmpty() && !node.isPeer() ? Optional.empty() : objection(peer, node);
    }
}
