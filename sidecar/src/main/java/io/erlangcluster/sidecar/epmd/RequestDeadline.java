package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;

/**
 * Closes a connection that is not done in time: once for the request, however it trickles in, and once more for the
 * answer; over an extended connection again and again. C epmd counts alike since CVE-2026-42792 (conn->mod_time is
 * renewed by packets, not by bytes). A registration or a watch ends the deadline: it lasts.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class RequestDeadline extends ChannelInboundHandlerAdapter {

    private final Countdown countdown;

    RequestDeadline(Duration limit) {
        countdown = new Countdown(limit);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        start(ctx);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        start(ctx);
        if (message instanceof EpmdRequest) {
            ctx.pipeline().remove(PauseLimit.class);
        }
        ctx.fireChannelRead(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof Registration || event == DirectoryHandler.Event.WATCHING) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        countdown.stop();
    }

    private void start(ChannelHandlerContext ctx) {
        countdown.restart(ctx.executor(), ctx::close);
    }
}
