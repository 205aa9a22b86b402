package io.erlangcluster.sidecar.control;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.net.InetSocketAddress;

/** Opens connections to the operator. */
final class StreamDialler {

    /** Bytes of one message: a snapshot of some 50,000 nodes. */
    private static final int MAX_MESSAGE = 16 * 1024 * 1024;

    /** Bytes of an HTTP answer that is not a WebSocket. */
    private static final int MAX_HTTP = 8 * 1024;

    /** Bytes that wait for an operator that does not read. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(512 * 1024, 1024 * 1024);

    private final EventLoop loop;
    private final ControlSettings settings;
    private final Credentials credentials;
    private final BackgroundResolver resolver = new BackgroundResolver();

    StreamDialler(EventLoop loop, ControlSettings settings, Credentials credentials) {
        this.loop = loop;
        this.settings = settings;
        this.credentials = credentials;
    }

    ChannelFuture dial(StreamHandler.Events events) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(Transport.of(loop).socket())
                .resolver(resolver)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.timing().connect().toMillis())
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        setUp(channel, events);
                    }
                })
                .connect(InetSocketAddress.createUnresolved(settings.operator().getHost(), settings.port()));
    }

    private void setUp(Channel channel, StreamHandler.Events events) {
        credentials.secure(channel.pipeline());
        channel.pipeline()
                .addLast(new HttpClientCodec())
                .addLast(new HttpObjectAggregator(MAX_HTTP))
                .addLast(new WebSocketClientProtocolHandler(WebSocketClientProtocolConfig.newBuilder()
                        .webSocketUri(settings.stream())
                        .maxFramePayloadLength(MAX_MESSAGE)
                        .handleCloseFrames(false)
                        .dropPongFrames(false)
                        .handshakeTimeoutMillis(settings.timing().handshake().toMillis())
                        .build()))
                .addLast(new KeepAlive(
                        settings.timing().ping(), settings.timing().silence()))
                .addLast(new WebSocketFrameAggregator(MAX_MESSAGE))
                .addLast(new StreamHandler(events, channel));
    }

    void close() {
        resolver.close();
    }
}
