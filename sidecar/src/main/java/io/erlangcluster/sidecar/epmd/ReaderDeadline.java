package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Closes a connection whose peer does not read what it asked for. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class ReaderDeadline extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(ReaderDeadline.class);

    private final Duration limit;
    private final Countdown countdown;

    ReaderDeadline(Duration limit) {
        this.limit = limit;
        countdown = new Countdown(limit);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            countdown.stop();
        } else {
            countdown.restart(ctx.executor(), () -> expire(ctx));
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
        countdown.stop();
    }
}
