package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.PodNames;
import io.erlangcluster.sidecar.identity.TlsEngine;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import javax.net.ssl.SSLSession;

/**
 * TLS 1.3 with certificates at both ends, made with this pod's identity as it is when a connection begins; connections
 * that stand keep what they began with. Event loop only.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a closed loop has nothing to time
public final class MutualTls implements TunnelSecurity {

    private final EventLoop loop;
    private final TunnelSettings.Limits limits;
    private final List<Promise<Void>> waiting = new ArrayList<>();
    private Optional<TlsContexts> contexts = Optional.empty();

    /** Takes {@code identity}'s news; nobody is let in or dialled before its first. */
    public MutualTls(EventLoop loop, OwnIdentity identity, TunnelSettings.Limits limits) {
        this.loop = loop;
        this.limits = limits;
        identity.listen(this::identityIs);
        identity.now().ifPresent(this::identityIs);
    }

    private void identityIs(Identity now) {
        Optional<TlsContexts> before = contexts;
        contexts = Optional.of(TlsContexts.of(now, TlsEngine.provider()));
        before.ifPresent(TlsContexts::release);
        List<Promise<Void>> released = List.copyOf(waiting);
        waiting.clear();
        released.forEach(one -> one.trySuccess(null));
    }

    /** Frees what new connections would need; those that stand keep theirs. */
    public void close() {
        contexts.ifPresent(TlsContexts::release);
        contexts = Optional.empty();
    }

    @Override
    public Optional<Objection> secureInbound(ChannelPipeline pipeline) {
        if (contexts.isEmpty()) {
            return Optional.of(new Objection(Answer.NO_IDENTITY, "accepted and closed"));
        }
        add(pipeline, contexts.get().accepting(pipeline.channel().alloc()), limits.preface());
        return Optional.empty();
    }

    @Override
    public void secureOutbound(ChannelPipeline pipeline, ClusterNode peer) {
        TlsContexts now = contexts.orElseThrow(() -> new IllegalStateException("dialled before it was ready"));
        add(pipeline, now.dialling(pipeline.channel().alloc(), peer), limits.answer());
    }

    private static void add(ChannelPipeline pipeline, SslHandler handler, Duration handshake) {
        handler.setHandshakeTimeout(handshake.toMillis(), TimeUnit.MILLISECONDS);
        pipeline.addLast(handler);
    }

    @Override
    public Future<?> ready() {
        if (contexts.isPresent()) {
            return loop.newSucceededFuture(null);
        }
        Promise<Void> ready = loop.newPromise();
        waiting.add(ready);
        loop.schedule(
                () -> {
                    waiting.remove(ready);
                    ready.tryFailure(new LinkRefusedException(
                            new Objection(Answer.NO_IDENTITY, "this pod has no certificate yet")));
                },
                limits.connect().toMillis(),
                TimeUnit.MILLISECONDS);
        return ready;
    }

    @Override
    public Future<?> secured(Channel peer) {
        // Nobody else asks for the first bytes: autoRead is off.
        peer.read();
        return TunnelSecurity.tls(peer).orElseThrow().handshakeFuture();
    }

    @Override
    public Optional<Objection> objection(Channel peer, ClusterNode node) {
        return compared(peer, (session, own) -> PeerCertificate.objection(session, own, node));
    }

    @Override
    public Optional<Objection> revocation(Channel peer, ClusterNode node) {
        return compared(peer, (session, own) -> PeerCertificate.mistaken(session, own, node));
    }

    /** Whom nobody can compare with anything is not let in. */
    private Optional<Objection> compared(
            Channel peer, BiFunction<SSLSession, PodNames, Optional<Objection>> comparison) {
        if (contexts.isEmpty()) {
            return Optional.of(new Objection(Answer.NO_IDENTITY, "this pod has no certificate, or none any more"));
        }
        PodNames own = contexts.get().own();
        return TunnelSecurity.tls(peer)
                .map(tls -> comparison.apply(tls.engine().getSession(), own))
                .orElseGet(() -> Optional.of(new Objection(Answer.NO_CERTIFICATE, "no TLS")));
    }
}
