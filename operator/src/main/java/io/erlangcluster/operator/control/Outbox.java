package io.erlangcluster.operator.control;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What waits to be written to one sidecar, bounded. Never blocks its caller. */
@SuppressWarnings("FutureReturnValueIgnored") // whatever becomes of the last words, the connection ends
final class Outbox implements Consumer<byte[]> {

    /** For the sidecar to read what came before, and to answer the close frame. */
    static final Duration FAREWELL = Duration.ofSeconds(2);

    private final Channel channel;
    private final int limit;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean closing = new AtomicBoolean();
    private volatile Optional<ChannelFuture> last = Optional.empty();

    Outbox(Channel channel, int limit) {
        this.channel = channel;
        this.limit = limit;
    }

    @Override
    public void accept(byte[] message) {
        if (isClosing()) {
            return;
        }
        if (waiting.incrementAndGet() > limit) {
            close(CloseReason.TOO_SLOW);
            return;
        }
        // Wrapped, not copied: all streams of a cluster share one message.
        ChannelFuture written = channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(message)));
        written.addListener(sent -> waiting.decrementAndGet());
        last = Optional.of(written);
    }

    /** Runs {@code then} when all that was accepted so far has gone to the network, or never will. */
    void afterwards(Runnable then) {
        last.ifPresentOrElse(written -> written.addListener(sent -> then.run()), then);
    }

    /** Sends {@code message} as the last one. */
    void last(byte[] message, CloseReason reason) {
        accept(message);
        close(reason);
    }

    /** Ends the stream, with a close frame after what waits. The first reason counts. */
    void close(CloseReason reason) {
        if (closing.compareAndSet(false, true)) {
            channel.writeAndFlush(new CloseWebSocketFrame(reason.code(), reason.message()));
            channel.eventLoop().schedule(() -> channel.close(), FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    boolean isClosing() {
        return closing.get();
    }
}
