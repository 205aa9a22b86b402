package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.stream.ChunkedInput;

/**
 * Reads the next request of an extended connection when the last one is answered, and holds what has arrived already
 * (FlowControlHandler, before it): a client that asks without reading fills its own socket, not our memory.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class OneAtATime extends ChannelDuplexHandler {

    private boolean reading;
    private boolean answered;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object answer, ChannelPromise promise) {
        ChannelFuture written = ctx.write(answer, promise.unvoid());
        boolean room = !(answer instanceof ChunkedInput<?>) && ctx.channel().isWritable();
        written.addListener(result -> {
            if (!result.isSuccess()) {
                ctx.close();
            } else if (!room) {
                next(ctx);
            }
        });
        if (room) {
            next(ctx);
        }
    }

    /**
     * A request that has arrived already is answered before this returns, so the one after it is not asked for here.
     */
    private void next(ChannelHandlerContext ctx) {
        answered = true;
        if (reading) {
            return;
        }
        reading = true;
        while (answered && ctx.channel().isActive()) {
            answered = false;
            ctx.read();
        }
        reading = false;
    }
}
