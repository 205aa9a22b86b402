package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import org.jboss.logging.Logger;

/** The end of every pipeline: what goes wrong with a connection ends it, and nothing else. */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class ConnectionFailures extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(ConnectionFailures.class);

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException || cause instanceof IOException) {
            LOG.debugf("connection closed peer=%s reason=%s", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.errorf(
                    cause,
                    "connection closed, please report this peer=%s",
                    ctx.channel().remoteAddress());
        }
        ctx.close();
    }
}
