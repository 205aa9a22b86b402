package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Closes a connection whose peer does not read what it asked for. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class ReaderDeadline extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(ReaderDeadline.class);

    private final Duration limit;
    private @Nullable Future<?> expiry;

    ReaderDeadline(Duration limit) {
        this.limit = limit;
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        cancel();
        if (!ctx.channel().isWritable()) {
            expiry = ctx.executor().schedule(() -> expire(ctx), limit.toNanos(), TimeUnit.NANOSECONDS);
        }
        ctx.fireChannelWritabilityChanged();
    }

    private void expire(ChannelHandlerContext ctx) {
        LOG.warnf(
                "connection closed: the client does not read its answers peer=%s seconds=%d",
                ctx.channel().remoteAddress(), limit.toSeconds());
        ctx.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        cancel();
    }

    private void cancel() {
        if (expiry != null) {
            expiry.cancel(false);
        }
    }
}
