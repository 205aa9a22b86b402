package io.erlangcluster.operator.control;

import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.flow.FlowControlHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.timeout.ReadTimeoutHandler;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** What an accepted connection goes through: TLS, HTTP, WebSocket, and then messages one at a time. */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to close
final class StreamPipeline extends ChannelInitializer<SocketChannel> {

    static final String PATH = "/v1/stream";

    private static final int LONGEST_REQUEST = 8 * 1024;

    private final SslContext tls;
    private final Executor handshakes;
    private final ControlSettings settings;
    private final SidecarDesk desk;
    private final Entrance entrance;

    /** {@code handshakes} does the arithmetic, so that a storm of them does not hold up the streams that are there. */
    StreamPipeline(SslContext tls, Executor handshakes, ControlSettings settings, SidecarDesk desk, Entrance entrance) {
        this.tls = tls;
        this.handshakes = handshakes;
        this.settings = settings;
        this.desk = desk;
        this.entrance = entrance;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
        entrance.enter(channel);
        channel.closeFuture().addListener(closed -> entrance.leave(channel));
        SslHandler security = tls.newHandler(channel.alloc(), handshakes);
        // The time for the Hello is the time for the handshake too.
        security.setHandshakeTimeoutMillis(0);
        channel.pipeline()
                .addLast(new ReadTimeoutHandler(settings.silence().toMillis(), TimeUnit.MILLISECONDS))
                .addLast(security)
                .addLast(new HttpServerCodec(LONGEST_REQUEST, LONGEST_REQUEST, LONGEST_REQUEST))
                .addLast(new HttpObjectAggregator(LONGEST_REQUEST))
                .addLast(new WebSocketServerProtocolHandler(WebSocketServerProtocolConfig.newBuilder()
                        .websocketPath(PATH)
                        .maxFramePayloadLength(settings.messageLimit())
                        .forceCloseTimeoutMillis(Outbox.FAREWELL.toMillis())
                        .build()))
                .addLast(new OtherRequests())
                .addLast(new WebSocketFrameAggregator(settings.messageLimit()))
                .addLast(new FlowControlHandler())
                .addLast(new StreamHandler(desk, settings, () -> entrance.leave(channel)));
    }
}
