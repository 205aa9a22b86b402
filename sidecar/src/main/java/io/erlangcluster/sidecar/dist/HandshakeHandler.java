package io.erlangcluster.sidecar.dist;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The part of a handshake that a probe and a whole connection share: up to the node's challenge. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
abstract class HandshakeHandler<T> extends SimpleChannelInboundHandler<HandshakeMessage> {

    static final String CODEC = "handshake";

    protected final Promise<T> promise;
    protected final String address;
    private final HandshakeMessage.Name ourName;

    HandshakeHandler(EventLoop loop, InetSocketAddress address, HandshakeMessage.Name ourName) {
        this.promise = loop.newPromise();
        this.address = address.getHostString() + ":" + address.getPort();
        this.ourName = ourName;
    }

    /** Connects, shakes hands, and gives up after {@code timeout}. */
    Future<T> dial(EventLoop loop, InetSocketAddress to, Duration timeout) {
        HandshakeHandler<T> self = this;
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channelFactory(Transport.of(loop).socket())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(CODEC, new HandshakeCodec()).addLast(self);
                    }
                })
                .connect(to);
        connecting.addListener(connected -> {
            if (!connected.isSuccess()) {
                fail(new DistFailure.Unreachable(
                        address, String.valueOf(connected.cause().getMessage())));
            }
        });
        Future<?> timer = loop.schedule(
                () -> fail(new DistFailure.Timeout("the handshake with " + address, timeout.toMillis())),
                timeout.toMillis(),
                TimeUnit.MILLISECONDS);
        promise.addListener(done -> {
            timer.cancel(false);
            if (!done.isSuccess()) {
                connecting.channel().close();
            }
        });
        return promise;
    }

    /** The node told who it is. */
    protected abstract void challenged(ChannelHandlerContext ctx, HandshakeMessage.Challenge challenge);

    /** The node answered our challenge. */
    protected abstract void acknowledged(ChannelHandlerContext ctx, HandshakeMessage.Ack ack);

    /** Why the node closed now. */
    protected DistFailure closed() {
        return new DistFailure.ProtocolError(address, "closed during the handshake");
    }

    protected final void fail(DistFailure failure) {
        promise.tryFailure(failure.exception());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(ourName, ctx.voidPromise());
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HandshakeMessage message) {
        switch (message) {
            case HandshakeMessage.Status status -> told(ctx, status.status());
            case HandshakeMessage.Challenge challenge -> challenged(ctx, challenge);
            case HandshakeMessage.Ack ack -> acknowledged(ctx, ack);
            case HandshakeMessage.Name _, HandshakeMessage.Reply _ -> throw new IllegalStateException("not decoded");
        }
    }

    private void told(ChannelHandlerContext ctx, String status) {
        switch (status) {
            case "ok", "ok_simultaneous" -> {}
            // The node has not noticed yet that our earlier connection ended: true makes it drop that one.
            case "alive" -> ctx.writeAndFlush(new HandshakeMessage.Status("true"), ctx.voidPromise());
            case "nok" -> fail(new DistFailure.Busy(address));
            default -> fail(new DistFailure.NotAllowed(address, status));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(closed());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(cause instanceof IOException ? closed() : new DistFailure.ProtocolError(address, String.valueOf(cause)));
        ctx.close();
    }
}
