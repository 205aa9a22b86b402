package io.erlangcluster.sidecar.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import javax.net.ssl.SSLException;

/** One stream: frames in and out as messages, and why it ended. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class StreamHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    /** What becomes of the stream. */
    interface Events {
        /** The WebSocket stands; {@link StreamHandler#send} works. */
        void opened(StreamHandler stream);

        /** The operator said something. */
        void received(StreamHandler stream, ToSidecar message);

        /** The stream is over, after {@link #opened} or without it. */
        void ended(StreamHandler stream, String reason);
    }

    private final Events events;
    private final Channel channel;
    private String reason = "closed by the operator";
    private boolean ended;

    StreamHandler(Events events, Channel channel) {
        this.events = events;
        this.channel = channel;
    }

    /** Sends {@code message}. An operator that does not read loses the stream: the next Hello tells it everything. */
    void send(ToOperator message) {
        if (channel.isWritable()) {
            BinaryWebSocketFrame frame = new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message.toByteArray()));
            channel.writeAndFlush(frame, channel.voidPromise());
        } else {
            close("the operator does not read");
        }
    }

    /** Ends the stream; {@code because} goes to {@link Events#ended}. */
    void close(String because) {
        reason = because;
        channel.close();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            events.opened(this);
        } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
            close("no WebSocket handshake in time");
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws InvalidProtocolBufferException {
        if (frame instanceof BinaryWebSocketFrame binary) {
            events.received(this, ToSidecar.parseFrom(ByteBufUtil.getBytes(binary.content())));
        } else if (frame instanceof CloseWebSocketFrame close) {
            close("closed by the operator: " + close.statusCode() + " " + close.reasonText());
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Throwable problem =
                cause instanceof DecoderException && cause.getCause() instanceof SSLException tls ? tls : cause;
        close(problem instanceof IOException ? String.valueOf(problem.getMessage()) : problem.toString());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!ended) {
            ended = true;
            events.ended(this, reason);
        }
    }
}
