package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;

/**
 * Makes the server look busy, connection by connection: -delay_accept and -delay_write of the C epmd, which sleeps, and
 * so makes everybody wait for everybody.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a closed connection is not delayed
final class DelayHandler extends ChannelDuplexHandler {

    private final EpmdSettings.Delays delays;

    DelayHandler(EpmdSettings.Delays delays) {
        this.delays = delays;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (delays.accept().isPositive()) {
            ctx.channel().config().setAutoRead(false);
            ctx.executor()
                    .schedule(
                            () -> ctx.channel().config().setAutoRead(true),
                            delays.accept().toNanos(),
                            TimeUnit.NANOSECONDS);
        }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
        ctx.executor()
                .schedule(
                        () -> ctx.writeAndFlush(message, promise),
                        delays.write().toNanos(),
                        TimeUnit.NANOSECONDS);
    }
}
