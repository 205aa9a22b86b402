package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Mutual TLS, until the operator says that this cluster's tunnels are plain ({@code spec.tls: Disabled}), and again as
 * soon as it takes that back. For new connections; each stays what it began as. Event loop only.
 */
public final class TunnelPolicy implements TunnelSecurity {

    private static final Logger LOG = Logger.getLogger(TunnelPolicy.class);

    private final TunnelSecurity mutual;
    private boolean plain;

    public TunnelPolicy(TunnelSecurity mutual) {
        this.mutual = mutual;
    }

    /** What the operator wants from now on. */
    public void plain(boolean wanted) {
        if (wanted != plain) {
            plain = wanted;
            LOG.infof("event=tunnel-policy plain=%s", wanted);
        }
    }

    /** Whether new connections are plain now. */
    public boolean isPlain() {
        return plain;
    }

    private TunnelSecurity wanted() {
        return plain ? PLAIN : mutual;
    }

    private TunnelSecurity of(Channel peer) {
        return peer.pipeline().get(SslHandler.class) == null ? PLAIN : mutual;
    }

    @Override
    public Optional<Objection> secureInbound(ChannelPipeline pipeline) {
        return wanted().secureInbound(pipeline);
    }

    @Override
    public void secureOutbound(ChannelPipeline pipeline, ClusterNode peer) {
        wanted().secureOutbound(pipeline, peer);
    }

    @Override
    public Future<?> ready() {
        return wanted().ready();
    }

    @Override
    public Future<?> secured(Channel peer) {
        return of(peer).secured(peer);
    }

    @Override
    public Optional<Objection> objection(Channel peer, ClusterNode node) {
        return of(peer).objection(peer, node);
    }
}
