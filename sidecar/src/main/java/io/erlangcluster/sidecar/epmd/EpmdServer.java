package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;

/** The EPMD: listens, and serves every connection on one event loop, which owns the registrations too. */
public final class EpmdServer {

    private static final Logger LOG = Logger.getLogger(EpmdServer.class);

    /** Java's 50 drops connections, to be retried a second later, when a whole cluster looks up at once. */
    private static final int BACKLOG = 4096;

    /** How many bytes of its answers a connection may owe its reader before no more are made. */
    private static final WriteBufferWaterMark ANSWERS = new WriteBufferWaterMark(8 * 1024, 16 * 1024);

    private final EventLoop loop;
    private final EpmdSettings settings;
    private final EpmdPipeline pipeline;
    private final ChannelGroup channels;

    /**
     * A server that does not listen yet.
     *
     * @param group one of its event loops serves everything
     * @param registrations used on that event loop only from {@link #start} on
     * @param remoteNodes asked for the names that are not registered here
     */
    public EpmdServer(
            EventLoopGroup group, EpmdSettings settings, Registrations registrations, RemoteNodes remoteNodes) {
        this.loop = group.next();
        this.settings = settings;
        this.pipeline = new EpmdPipeline(settings, registrations, remoteNodes, this::kill);
        this.channels = new DefaultChannelGroup("epmd", loop, true);
    }

    /**
     * Listens on every address there is. Waits until it does, so never call it on an event loop.
     *
     * @return the port
     * @throws PortTakenException if somebody else listens on one of them
     * @throws IllegalStateException if it cannot listen where it was told to, or nowhere; the message says what to do
     */
    public int start() {
        loop.submit(pipeline::observeCluster).syncUninterruptibly();
        List<SocketAddress> addresses = new ArrayList<>();
        List<Throwable> failures = new ArrayList<>();
        int port = settings.port();
        for (Listener listener : Listener.of(settings.addresses())) {
            if (listener.insteadOfOthers() && !addresses.isEmpty()) {
                continue;
            }
            ChannelFuture bound = bootstrap(() -> listener.open(Transport.of(loop)))
                    .bind(listener.address(), port)
                    .awaitUninterruptibly();
            if (bound.isSuccess()) {
                channels.add(bound.channel());
                addresses.add(bound.channel().localAddress());
                port = port(bound);
            } else if (PortTakenException.isCause(bound.cause())) {
                channels.close().awaitUninterruptibly();
                throw new PortTakenException(listener.address(), port, bound.cause());
            } else if (listener.optional()) {
                failures.add(bound.cause());
                LOG.debugf("EPMD does not listen here address=%s port=%d reason=%s", listener, port, bound.cause());
            } else {
                channels.close().awaitUninterruptibly();
                throw new IllegalStateException(
                        "failed to bind on ipaddr " + listener + ": " + reason(bound.cause()), bound.cause());
            }
        }
        if (addresses.isEmpty()) {
            IllegalStateException nowhere = new IllegalStateException(
                    "EPMD can listen nowhere on port " + port + ": give addresses that this machine has: " + failures);
            failures.forEach(nowhere::addSuppressed);
            throw nowhere;
        }
        LOG.infof("EPMD serves port=%d listen=%s addresses=%s", port, settings.listen(), addresses);
        return port;
    }

    /**
     * Serves on a socket that somebody else opened, as systemd does. Never call it on an event loop.
     *
     * @param listening bound already, for a server on an NIO loop; closed by {@link #stop}
     * @return the port
     */
    public int start(ServerSocketChannel listening) {
        loop.submit(pipeline::observeCluster).syncUninterruptibly();
        ChannelFuture registered = bootstrap(() -> new NioServerSocketChannel(listening))
                .register()
                .syncUninterruptibly();
        channels.add(registered.channel());
        LOG.infof(
                "EPMD serves port=%d listen=%s addresses=%s",
                port(registered), settings.listen(), registered.channel().localAddress());
        return port(registered);
    }

    /** Ends every connection, and every registration with it. */
    public Future<Void> stop() {
        return channels.close();
    }

    /** Only the listeners: who ends the process next loses no registration that is kept for its successor. */
    @SuppressWarnings("FutureReturnValueIgnored") // ended() tells
    private void kill() {
        channels.close(ServerChannel.class::isInstance);
    }

    /** Done when the server, started before, does not listen any more: it was stopped or killed. */
    public Future<Void> ended() {
        return channels.newCloseFuture(ServerChannel.class::isInstance);
    }

    /** Netty names the call that failed before the reason, Java does not. */
    private static String reason(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.substring(message.lastIndexOf("): ") < 0 ? 0 : message.lastIndexOf("): ") + 3);
    }

    private static int port(ChannelFuture listening) {
        return ((InetSocketAddress) listening.channel().localAddress()).getPort();
    }

    private ServerBootstrap bootstrap(ChannelFactory<? extends ServerChannel> socket) {
        return new ServerBootstrap()
                .group(loop, loop)
                .channelFactory(socket)
                .option(ChannelOption.SO_REUSEADDR, true)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel listener) {
                        pipeline.listen(listener.pipeline());
                        listener.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext ctx, Object accepted) {
                                channels.add((Channel) accepted);
                                ctx.fireChannelRead(accepted);
                            }
                        });
                    }
                })
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, ANSWERS)
                .childHandler(pipeline);
    }
}
