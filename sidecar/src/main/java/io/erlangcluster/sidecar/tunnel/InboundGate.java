package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.dist.PassingHandshake;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.NetUtil;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What an accepted peer has to pass: a whole preface in time, from the pod where the registry says its node lives, for
 * a VM of this pod that takes connections. Then it steps aside for a {@link Relay}. Nothing is read after the preface,
 * so the data that came with it is one buffer at most.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class InboundGate extends ChannelInboundHandlerAdapter {

    private final InboundTunnel tunnel;
    private final Channel peer;
    private final Optional<Objection> barred;
    private final Queue<ByteBuf> early = new ArrayDeque<>(1);

    private @Nullable Visit visit;
    private @Nullable ScheduledFuture<?> deadline;
    private boolean decided;

    /** {@code barred}: why nobody is let in now. */
    InboundGate(InboundTunnel tunnel, Channel peer, Optional<Objection> barred) {
        this.tunnel = tunnel;
        this.peer = peer;
        this.barred = barred;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (barred.isPresent()) {
            refuse(barred.get());
        } else if (tunnel.admit(this)) {
            within(tunnel.settings().limits().preface(), this::tooLate);
            ctx.read();
        } else {
            refuse(Answer.BUSY, "accepted and closed");
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (message instanceof Preface said) {
            Visit begun = new Visit(tunnel, peer, said);
            visit = begun;
            within(
                    tunnel.settings().limits().news(),
                    () -> begun.objection().ifPresentOrElse(this::refuse, this::look));
            look();
        } else if (message instanceof ByteBuf data && visit != null && peer.isOpen()) {
            early.add(data);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    /**
     * Compares the preface with the registry. A source that is not there yet is looked for again at its next change.
     */
    void look() {
        Visit asking = visit;
        if (asking == null || decided) {
            return;
        }
        Preface said = asking.said();
        Optional<LocalNode> target = tunnel.registry().localNode(said.target());
        if (target.isEmpty()) {
            refuse(Answer.UNKNOWN_NODE, said.source() + " wants " + said.target() + ", not registered in this pod");
        } else if (asking.objection().isEmpty()) {
            connect(target.get(), asking);
        }
    }

    private void connect(LocalNode target, Visit asking) {
        decide();
        tunnel.pipelines()
                .dialLocal(tunnel.settings().limits().connect())
                .connect(NetUtil.LOCALHOST4, target.port())
                .addListener((ChannelFuture connected) -> {
                    Optional<Objection> against = asking.revocation();
                    if (!connected.isSuccess()) {
                        reject(Answer.UNREACHABLE, target.name() + " at port " + target.port());
                    } else if (against.isPresent()) {
                        connected.channel().close();
                        reject(against.get().cause(), against.get().detail());
                    } else {
                        join(connected.channel(), asking);
                    }
                });
    }

    private void join(Channel vm, Visit asking) {
        boolean hidden = asking.source().filter(ClusterNode::isPeer).isPresent();
        peer.write(Unpooled.buffer(1).writeByte(Answer.OK.code())).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        tunnel.cookies()
                .watch(
                        PassingHandshake.Dialler.PEER,
                        hidden,
                        vm,
                        peer,
                        () -> tunnel.refusals().refused(Answer.WRONG_COOKIE, peer.remoteAddress(), "the VM here"));
        Relay.join(vm, peer, tunnel.counters());
        tunnel.standing().add(asking.said().source(), vm, peer, asking::revocation);
        ChannelHandlerContext ctx = peer.pipeline().context(this);
        if (ctx == null) {
            return;
        }
        while (!early.isEmpty()) {
            ctx.fireChannelRead(early.remove());
        }
        peer.flush();
        ctx.fireChannelReadComplete();
        peer.pipeline().remove(this);
    }

    private void refuse(Answer cause, String detail) {
        if (!decided) {
            decide();
            reject(cause, detail);
        }
    }

    private void refuse(Objection objection) {
        refuse(objection.cause(), objection.detail());
    }

    private void reject(Answer cause, String detail) {
        tunnel.refusals().refused(cause, peer.remoteAddress(), detail);
        if (hears()) {
            Rejection.send(peer, cause);
        } else {
            peer.close();
        }
    }

    private void tooLate() {
        refuse(
                hears()
                        ? new Objection(Answer.BAD_PREFACE, "no preface in time")
                        : new Objection(Answer.HANDSHAKE, "TLS handshake not finished in time"));
    }

    /** Whether an answer can reach the peer. */
    private boolean hears() {
        return barred.isEmpty()
                && TunnelSecurity.tls(peer)
                        .map(tls -> tls.handshakeFuture().isSuccess())
                        .orElse(true);
    }

    private void decide() {
        decided = true;
        tunnel.answered(this);
        cancelDeadline();
    }

    private void within(Duration limit, Runnable otherwise) {
        cancelDeadline();
        deadline = peer.eventLoop().schedule(otherwise, limit.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(Answer.BAD_PREFACE, "ended before its preface");
        } else if (event instanceof SslHandshakeCompletionEvent shaken && !shaken.isSuccess()) {
            refuse(TlsFailure.of(shaken.cause()).orElse(new Objection(Answer.HANDSHAKE, "ended in the TLS handshake")));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        refuse(TlsFailure.of(cause).orElse(new Objection(Answer.BAD_PREFACE, String.valueOf(cause.getMessage()))));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        refuse(Answer.BAD_PREFACE, "closed before its preface");
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        early.forEach(ReferenceCountUtil::release);
        early.clear();
    }
}
