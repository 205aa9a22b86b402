package io.erlangcluster.sidecar.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.util.function.IntConsumer;

/**
 * One direction of a link: what is read here is written there. Both channels have autoRead off, so one read is one
 * buffer, and the next is asked for only while the other side takes what it gets: a reader that stands still costs its
 * write buffer's high-water mark and no more. The end of input becomes the end of output on the other side.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class Relay extends ChannelInboundHandlerAdapter {

    private final Channel to;
    private final IntConsumer count;

    private Relay(Channel to, IntConsumer count) {
        this.to = to;
        this.count = count;
    }

    /** Links {@code local} (the VM) and {@code peer} (another pod); reading starts now. */
    static void join(Channel local, Channel peer, TunnelCounters counters) {
        counters.opened();
        local.closeFuture().addListener(closed -> counters.closed());
        local.pipeline().addLast(new Relay(peer, counters::countOut));
        peer.pipeline().addLast(new Relay(local, counters::countIn));
        startOrClose(local, peer);
        startOrClose(peer, local);
    }

    private static void startOrClose(Channel from, Channel to) {
        if (from.isActive()) {
            from.read();
        } else {
            closeFlushed(to);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        count.accept(bytes.readableBytes());
        to.write(bytes, to.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        to.flush();
        if (to.isWritable()) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            to.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            to.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> endOutput(ctx.channel()));
        }
    }

    private void endOutput(Channel from) {
        ((DuplexChannel) to).shutdownOutput().addListener(ended -> {
            if (ended(to)) {
                to.close();
            }
            if (ended(from)) {
                from.close();
            }
        });
    }

    private static boolean ended(Channel channel) {
        return channel instanceof DuplexChannel duplex && duplex.isInputShutdown() && duplex.isOutputShutdown();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        closeFlushed(to);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private static void closeFlushed(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
}
