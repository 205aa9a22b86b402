package io.erlangcluster.sidecar.admin;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jboss.logging.Logger;

/** Answers the first request of a connection. A body, or further requests, are read and thrown away. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class RequestHandler extends SimpleChannelInboundHandler<HttpObject> {

    private static final Logger LOG = Logger.getLogger(RequestHandler.class);

    private final Pages pages;
    private boolean answered;

    RequestHandler(Pages pages) {
        this.pages = pages;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, HttpObject part) {
        if (!answered && part instanceof HttpRequest request) {
            answered = true;
            ctx.writeAndFlush(response(ctx, pages.answer(request, isLocal(ctx.channel()))))
                    .addListener((ChannelFuture written) -> end(written.channel()));
        }
    }

    private static FullHttpResponse response(ChannelHandlerContext ctx, Page page) {
        FullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, page.status(), ByteBufUtil.writeUtf8(ctx.alloc(), page.body()));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, page.type())
                .set(HttpHeaderNames.CONTENT_LENGTH, response.content().readableBytes())
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        if (page.status().equals(HttpResponseStatus.METHOD_NOT_ALLOWED)) {
            response.headers().set(HttpHeaderNames.ALLOW, "GET, HEAD");
        }
        return response;
    }

    /** Closing with unread data would be a reset, which may overtake the answer. The client closes, or time is up. */
    private static void end(Channel client) {
        if (client instanceof DuplexChannel duplex) {
            duplex.shutdownOutput();
        } else {
            client.close();
        }
    }

    private static boolean isLocal(Channel client) {
        if (!(client.remoteAddress() instanceof InetSocketAddress from)
                || !(client.localAddress() instanceof InetSocketAddress to)) {
            return false;
        }
        InetAddress address = from.getAddress();
        return address.isLoopbackAddress() || address.equals(to.getAddress());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
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
