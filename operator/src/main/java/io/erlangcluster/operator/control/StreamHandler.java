package io.erlangcluster.operator.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.ToOperator;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler.HandshakeComplete;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The end of one connection. It handles one message after the other, each on a virtual thread because it may ask the
 * API server. The socket is not read meanwhile: a sidecar that sends faster than it is served waits.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a connection to close
final class StreamHandler extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Logger LOG = Logger.getLogger(StreamHandler.class);

    private final SidecarDesk desk;
    private final ControlSettings settings;
    private final Runnable onArrived;
    private Optional<SidecarStream> stream = Optional.empty();
    private Optional<Future<?>> deadline = Optional.empty();

    StreamHandler(SidecarDesk desk, ControlSettings settings, Runnable onArrived) {
        this.desk = desk;
        this.settings = settings;
        this.onArrived = onArrived;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        deadline = Optional.of(ctx.executor()
                .schedule(() -> expire(ctx), settings.helloTimeout().toMillis(), TimeUnit.MILLISECONDS));
    }

    private void expire(ChannelHandlerContext ctx) {
        stream.ifPresentOrElse(open -> open.closeUnlessGreeted(CloseReason.NO_HELLO), ctx::close);
        // Who has not read its snapshot by now keeps nobody out.
        onArrived.run();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof HandshakeComplete) {
            stream = Optional.of(
                    new SidecarStream(desk, new Outbox(ctx.channel(), settings.outboxLimit()), settings, onArrived));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        SidecarStream open = stream.orElseThrow();
        if (open.isClosing()) {
            // Thrown away, but read: the answer to our close frame comes after it.
            ctx.read();
        } else if (frame instanceof BinaryWebSocketFrame) {
            byte[] message = ByteBufUtil.getBytes(frame.content());
            ctx.channel().config().setAutoRead(false);
            Thread.startVirtualThread(() -> handle(open, message, ctx.channel()));
        } else {
            open.close(CloseReason.MALFORMED);
        }
    }

    private static void handle(SidecarStream stream, byte[] message, Channel channel) {
        try {
            stream.receive(ToOperator.parseFrom(message));
        } catch (InvalidProtocolBufferException malformed) {
            stream.close(CloseReason.MALFORMED);
        } catch (RuntimeException unexpected) {
            LOG.error("message not handled, its stream is closed and starts anew", unexpected);
            stream.close(CloseReason.FAILED);
        } finally {
            // On the event loop: from here, it would let the next message pass that the loop is holding back, and one
            // more.
            channel.eventLoop().execute(() -> channel.config().setAutoRead(true));
        }
    }

    /** A peer that breaks off, or speaks no TLS, is everyday business: nothing is logged. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException && stream.isPresent()) {
            stream.get().close(CloseReason.TOO_LARGE);
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.ifPresent(pending -> pending.cancel(false));
        // Blocks while a message of this stream is handled.
        stream.ifPresent(over -> Thread.startVirtualThread(over::closed));
    }
}
