package io.erlangcluster.sidecar.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.erlangcluster.sidecar.identity.Identity;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/** The operator's end of the control stream: keeps what it is told and says what a test wants it to. */
public final class TestOperator implements AutoCloseable {

    private static final int SECONDS = 30;

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final ChannelGroup streams = new DefaultChannelGroup(group.next());
    private final BlockingQueue<ToOperator> received = new LinkedBlockingQueue<>();
    private final AtomicInteger failedHandshakes = new AtomicInteger();
    private final Optional<SslContext> tls;
    private final int port;
    private Channel listener;
    private volatile boolean deaf;

    public TestOperator() throws InterruptedException {
        this(Optional.empty());
    }

    /** With TLS, as {@code server}. */
    public TestOperator(Identity server) throws InterruptedException, SSLException {
        this(Optional.of(
                SslContextBuilder.forServer(server.key(), server.chain().toArray(X509Certificate[]::new))
                        .sslProvider(SslProvider.JDK)
                        .protocols("TLSv1.3")
                        .build()));
    }

    private TestOperator(Optional<SslContext> tls) throws InterruptedException {
        this.tls = tls;
        listener = listen(0);
        port = ((InetSocketAddress) listener.localAddress()).getPort();
    }

    public URI uri() {
        return URI.create((tls.isPresent() ? "wss" : "ws") + "://127.0.0.1:" + port);
    }

    /** The next message of any sidecar; fails when none comes. */
    public ToOperator next() throws InterruptedException {
        ToOperator message = received.poll(SECONDS, TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message of the sidecar in " + SECONDS + " s");
        }
        return message;
    }

    public boolean heardNothing() {
        return received.isEmpty();
    }

    /** Clients that did not like our certificate. */
    public int failedHandshakes() {
        return failedHandshakes.get();
    }

    public int streams() {
        return streams.size();
    }

    public void say(ToSidecar message) {
        sayRaw(message.toByteArray());
    }

    void sayRaw(byte[] bytes) {
        streams.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)))
                .syncUninterruptibly();
    }

    /** From now on pings are not answered. */
    void stopListeningToPings() {
        deaf = true;
        streams.forEach(stream -> stream.config().setAutoRead(false));
    }

    /** Ends every stream, and takes new ones. */
    public void endStreams() {
        streams.close().syncUninterruptibly();
    }

    /** Dies: no listener, every stream broken. */
    void die() {
        listener.close().syncUninterruptibly();
        streams.close().syncUninterruptibly();
    }

    /** Comes back where it was. */
    void comeBack() throws InterruptedException {
        deaf = false;
        listener = listen(port);
    }

    private Channel listen(int at) throws InterruptedException {
        return new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        tls.ifPresent(context -> {
                            SslHandler handler = context.newHandler(channel.alloc());
                            handler.handshakeFuture().addListener(shaken -> {
                                if (!shaken.isSuccess()) {
                                    failedHandshakes.incrementAndGet();
                                }
                            });
                            channel.pipeline().addLast(handler);
                        });
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpObjectAggregator(8192))
                                .addLast(new WebSocketServerProtocolHandler("/v1/stream"))
                                .addLast(new Ears());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), at)
                .sync()
                .channel();
    }

    private final class Ears extends SimpleChannelInboundHandler<BinaryWebSocketFrame> {
        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete) {
                streams.add(ctx.channel());
                ctx.channel().config().setAutoRead(!deaf);
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, BinaryWebSocketFrame frame)
                throws InvalidProtocolBufferException {
            received.add(ToOperator.parseFrom(ByteBufUtil.getBytes(frame.content())));
        }
    }

    @Override
    public void close() {
        die();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
