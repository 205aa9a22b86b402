package io.erlangcluster.sidecar.control;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Pings the operator, and gives the stream up when nothing at all comes back. Any frame counts as life. */
final class KeepAlive extends ChannelInboundHandlerAdapter {

    private final Duration ping;
    private final Duration silence;
    private long lastFrame;
    private @Nullable ScheduledFuture<?> pings;

    KeepAlive(Duration ping, Duration silence) {
        this.ping = ping;
        this.silence = silence;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            lastFrame = System.nanoTime();
            pings = ctx.executor()
                    .scheduleAtFixedRate(() -> pingOrGiveUp(ctx), ping.toNanos(), ping.toNanos(), TimeUnit.NANOSECONDS);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (pings != null) {
            pings.cancel(false);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        lastFrame = System.nanoTime();
        ctx.fireChannelRead(frame);
    }

    private void pingOrGiveUp(ChannelHandlerContext ctx) {
        if (System.nanoTime() - lastFrame >= silence.toNanos()) {
            ctx.fireExceptionCaught(new IOException("nothing heard for " + silence.toSeconds() + " s"));
        } else {
            ctx.writeAndFlush(new PingWebSocketFrame()).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
        }
    }
}
