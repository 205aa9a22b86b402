package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.dist.PassingHandshake;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A link on its way to another pod. The VM's bytes follow the preface at once; the peer's answer is taken off the front
 * of what comes back, so that the tunnel costs no round trip.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class OutboundLink extends ChannelInboundHandlerAdapter {

    private final OutboundTunnels tunnels;
    private final Channel vm;
    private final ClusterNode node;

    private @Nullable ScheduledFuture<?> deadline;
    private boolean joined;
    private boolean decided;

    OutboundLink(OutboundTunnels tunnels, Channel vm, ClusterNode node) {
        this.tunnels = tunnels;
        this.vm = vm;
        this.node = node;
    }

    /** As soon as this pod can show who it is. */
    void open() {
        tunnels.security().ready().addListener(ready -> {
            if (ready.isSuccess()) {
                dial();
            } else {
                fail(objection(ready.cause()));
            }
        });
    }

    private void dial() {
        TunnelSettings settings = tunnels.settings();
        Optional<InetAddress> ip = PeerAddress.of(node);
        if (ip.isEmpty()) {
            fail(Answer.UNREACHABLE, "no address: " + node.podIp());
            return;
        }
        InetSocketAddress remote = new InetSocketAddress(ip.get(), node.tunnelPort());
        tunnels.pipelines()
                .dialPeer(node, settings.limits().connect())
                .connect(remote, ownAddressFor(remote))
                .addListener((ChannelFuture connected) -> {
                    if (connected.isSuccess()) {
                        secure(connected.channel());
                    } else {
                        fail(Answer.UNREACHABLE, connected.cause().getMessage());
                    }
                });
    }

    /** Peers compare where a link comes from with the registry: a pod with several addresses must use that one. */
    private @Nullable InetSocketAddress ownAddressFor(InetSocketAddress remote) {
        InetAddress own = tunnels.settings().podIp();
        boolean sameFamily = own.getAddress().length == remote.getAddress().getAddress().length;
        return sameFamily ? new InetSocketAddress(own, 0) : null;
    }

    private void secure(Channel peer) {
        peer.pipeline().addLast(this);
        tunnels.security().secured(peer).addListener(secured -> {
            Optional<Objection> against = secured.isSuccess()
                    ? against(peer, tunnels.security()::objection)
                    : Optional.of(objection(secured.cause()));
            against.ifPresentOrElse(objection -> fail(peer, objection), () -> join(peer));
        });
    }

    /** What the registry, as it is now, has against a link with {@code peer}. */
    private Optional<Objection> against(Channel peer, BiFunction<Channel, ClusterNode, Optional<Objection>> identity) {
        return tunnels.find(node.name())
                .map(now -> identity.apply(peer, now).or(() -> forbidden(now)))
                .orElseGet(
                        () -> Optional.of(new Objection(Answer.UNKNOWN_NODE, node.name() + " is not in the registry")));
    }

    private static Optional<Objection> forbidden(ClusterNode now) {
        return now.peering()
                .filter(peering -> !peering.outbound())
                .map(not -> new Objection(Answer.NOT_GRANTED, now.name() + " may not be called"));
    }

    private void join(Channel peer) {
        joined = true;
        TunnelSettings settings = tunnels.settings();
        Optional<NodeName> source = tunnels.source();
        if (source.isEmpty()) {
            fail(peer, Answer.UNREACHABLE, "the node's own name is not known yet");
            return;
        }
        deadline = peer.eventLoop()
                .schedule(
                        () -> fail(peer, Answer.UNREACHABLE, "no answer in time"),
                        settings.limits().answer().toMillis(),
                        TimeUnit.MILLISECONDS);
        ByteBuf preface = Unpooled.buffer(128);
        new Preface(source.get(), node.name().alive(), settings.cluster()).writeTo(preface);
        peer.writeAndFlush(preface);
        tunnels.cookies()
                .watch(
                        PassingHandshake.Dialler.VM,
                        node.isPeer(),
                        vm,
                        peer,
                        () -> tunnels.refused(vm, Answer.WRONG_COOKIE, node.name(), "the VM here"));
        Relay.join(vm, peer, tunnels.counters());
        tunnels.standing().add(node.name(), vm, peer, () -> against(peer, tunnels.security()::revocation));
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        Answer answer = Answer.of(data.readUnsignedByte()).orElse(Answer.BAD_PREFACE);
        if (answer != Answer.OK) {
            ReferenceCountUtil.release(message);
            fail(ctx.channel(), answer, "answered by the pod at " + node.podIp());
            return;
        }
        decide();
        tunnels.accepted(node.name());
        ctx.fireChannelRead(data);
        ctx.pipeline().remove(this);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            fail(ctx.channel(), ended());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx.channel(), ended());
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx.channel(), objection(cause));
    }

    private Objection ended() {
        return joined
                ? new Objection(Answer.UNREACHABLE, "closed without an answer")
                : new Objection(Answer.HANDSHAKE, "closed in the TLS handshake");
    }

    private static Objection objection(Throwable failure) {
        return TlsFailure.of(failure).orElse(new Objection(Answer.UNREACHABLE, String.valueOf(failure.getMessage())));
    }

    private void fail(Channel peer, Objection objection) {
        fail(peer, objection.cause(), objection.detail());
    }

    private void fail(Objection objection) {
        fail(objection.cause(), objection.detail());
    }

    private void fail(Channel peer, Answer cause, @Nullable String detail) {
        fail(cause, detail);
        peer.close();
    }

    private void fail(Answer cause, @Nullable String detail) {
        if (!decided) {
            decide();
            tunnels.refused(vm, cause, node.name(), String.valueOf(detail));
        }
    }

    private void decide() {
        decided = true;
        if (deadline != null) {
            deadline.cancel(false);
        }
    }
}
