package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Reads the next request of an extended connection when the last answer has been written, and holds what has arrived
 * already (FlowControlHandler, before it): a client that asks without reading fills its own socket, not our memory.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class OneAtATime extends ChannelOutboundHandlerAdapter {

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object answer, ChannelPromise promise) {
        ctx.write(answer, promise.unvoid().addListener((ChannelFuture written) -> {
            if (written.isSuccess()) {
                ctx.read();
            } else {
                ctx.close();
            }
        }));
    }
}
