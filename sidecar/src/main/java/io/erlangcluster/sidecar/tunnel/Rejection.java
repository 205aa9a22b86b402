package io.erlangcluster.sidecar.tunnel;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.TimeUnit;

/**
 * Says no and waits a second for the peer to go. What the peer still sends is thrown away: closing with unread data
 * would be a reset, and the reset would overtake the answer.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class Rejection extends ChannelInboundHandlerAdapter {

    private static final long PATIENCE_MILLIS = 1000;

    private Rejection() {}

    static void send(Channel peer, Answer cause) {
        if (!peer.isActive()) {
            peer.close();
            return;
        }
        peer.pipeline().addFirst(new Rejection());
        peer.writeAndFlush(Unpooled.buffer(1).writeByte(cause.code()))
                .addListener(said -> ((DuplexChannel) peer).shutdownOutput());
        peer.config().setAutoRead(true);
        peer.eventLoop().schedule(() -> peer.close(), PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
