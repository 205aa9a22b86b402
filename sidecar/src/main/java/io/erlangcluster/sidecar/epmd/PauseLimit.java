package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Closes a connection that pauses too long within its request; removed when that is complete. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class PauseLimit extends ChannelInboundHandlerAdapter {

    private final Duration limit;
    private @Nullable Future<?> expiry;

    PauseLimit(Duration limit) {
        this.limit = limit;
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
        cancel();
    }

    private void restart(ChannelHandlerContext ctx) {
        cancel();
        expiry = ctx.executor().schedule(() -> ctx.close(), limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void cancel() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }
}
