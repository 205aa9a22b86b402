package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;

/** Closes a connection that pauses too long within its request; removed when that is complete. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class PauseLimit extends ChannelInboundHandlerAdapter {

    private final Countdown countdown;

    PauseLimit(Duration limit) {
        countdown = new Countdown(limit);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        restart(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object bytes) {
        restart(ctx);
        ctx.fireChannelRead(bytes);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        countdown.stop();
    }

    private void restart(ChannelHandlerContext ctx) {
        countdown.restart(ctx.executor(), ctx::close);
    }
}
