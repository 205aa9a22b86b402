package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;

/** What stands between the socket and the preface on the way from pod to pod, and how a peer proves its pod. */
public interface TunnelSecurity {

    /** Nothing: bytes go over the pod network as they are, and a pod is who has its address. */
    TunnelSecurity PLAIN = new PlainTcp();

    /** Called on the empty pipeline of an accepted peer; says why it must be closed at once, if it must. */
    Optional<Objection> secureInbound(ChannelPipeline pipeline);

    /** Called on the empty pipeline of a connection to {@code peer}'s pod, once {@link #ready}. */
    void secureOutbound(ChannelPipeline pipeline, ClusterNode peer);

    /** Done when peers can be dialled; fails in bounded time, with {@link LinkRefusedException}. */
    Future<?> ready();

    /** Done when the connected {@code peer} may be written to; fails in bounded time. */
    Future<?> secured(Channel peer);

    /** Why {@code peer}, with which a secured connection stands, is not to be taken for the pod of {@code node}. */
    Optional<Objection> objection(Channel peer, ClusterNode node);

    /**
     * Why the link with {@code peer}, which was the pod of {@code node} when it began, must not stand any longer. That
     * a certificate has ended since is no reason.
     */
    Optional<Objection> revocation(Channel peer, ClusterNode node);

    /** The TLS that {@code peer} is behind; empty over plain TCP. */
    static Optional<SslHandler> tls(Channel peer) {
        return Optional.ofNullable(peer.pipeline().get(SslHandler.class));
    }
}
