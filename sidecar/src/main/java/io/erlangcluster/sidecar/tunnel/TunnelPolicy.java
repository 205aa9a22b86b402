package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Mutual TLS, until the operator says that this cluster's tunnels are plain ({@code spec.tls: Disabled}), and again as
 * soon as it takes that back. Each connection stays what it began as; plain ones end when plain is wanted no more.
 * Event loop only.
 */
public final class TunnelPolicy implements TunnelSecurity {

    private static final Logger LOG = Logger.getLogger(TunnelPolicy.class);

    private final TunnelSecurity mutual;
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean plain;

    public TunnelPolicy(TunnelSecurity mutual) {
        this.mutual = mutual;
    }

    /** What the operator wants from now on. */
    public void plain(boolean wanted) {
        if (wanted != plain) {
            plain = wanted;
            LOG.infof("event=tunnel-policy plain=%s", wanted);
            listeners.forEach(Runnable::run);
        }
    }

    /** Whether new connections are plain now. */
    public boolean isPlain() {
        return plain;
    }

    /** From now on calls {@code listener} when links that stand may have to end. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    private TunnelSecurity wanted() {
        return plain ? PLAIN : mutual;
    }

    private TunnelSecurity of(Channel peer) {
        return TunnelSecurity.tls(peer).isPresent() ? mutual : PLAIN;
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

    @Override
    public Optional<Objection> revocation(Channel peer, ClusterNode node) {
        if (TunnelSecurity.tls(peer).isEmpty() && !plain) {
            return Optional.of(new Objection(Answer.HANDSHAKE, "plain TCP, which spec.tls does not allow any more"));
        }
        return of(peer).revocation(peer, node);
    }
}
