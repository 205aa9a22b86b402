package io.erlangcluster.sidecar.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import java.net.InetSocketAddress;

/**
 * The sidecar's HTTP/1.1 server: one request for each connection. Metrics and health are for everybody who reaches the
 * pod, look-ups for the pod itself. Ends with its event loop.
 */
public final class AdminServer {

    /** Bytes of a request line; a selector is part of it. */
    static final int MAX_LINE = 4096;

    /** Bytes of all headers. */
    static final int MAX_HEADERS = 8192;

    private static final int BACKLOG = 128;

    private final EventLoop loop;
    private final AdminSettings settings;
    private final Pages pages;
    private final Visitors visitors;

    /** A server that does not listen yet; asks {@code readings} on {@code loop} only. */
    public AdminServer(EventLoop loop, AdminSettings settings, Readings readings) {
        this.loop = loop;
        this.settings = settings;
        this.pages = new Pages(readings);
        this.visitors = new Visitors(settings.connections(), settings.stay());
    }

    /**
     * Listens. Waits until it does, so never call it on an event loop.
     *
     * @return the port
     * @throws IllegalStateException if it cannot; the message says what to do
     */
    public int start() {
        ChannelFuture bound = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        client.pipeline().addLast(visitors).addLast(http(pages));
                    }
                })
                .bind(settings.listen())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IllegalStateException(
                    "metrics and health cannot listen on " + settings.listen()
                            + ": is another process using that port in this pod? ERLANGCLUSTER_ADMIN_PORT names another,"
                            + " or says off",
                    bound.cause());
        }
        return ((InetSocketAddress) bound.channel().localAddress()).getPort();
    }

    /** What a request passes through, in this order. */
    static ChannelHandler[] http(Pages pages) {
        HttpDecoderConfig bounds =
                new HttpDecoderConfig().setMaxInitialLineLength(MAX_LINE).setMaxHeaderSize(MAX_HEADERS);
        return new ChannelHandler[] {new HttpServerCodec(bounds), new RequestHandler(pages)};
    }
}
