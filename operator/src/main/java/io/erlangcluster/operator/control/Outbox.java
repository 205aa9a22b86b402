package io.erlangcluster.operator.control;

import io.netty.buffer.Unpooled;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** What waits to be written to one sidecar, bounded. Never blocks its caller. */
final class Outbox implements Consumer<byte[]> {

    private static final Logger LOG = Logger.getLogger(Outbox.class);
    private static final CloseReason TOO_SLOW = new CloseReason(1013, "reads too slowly, start anew");

    private final WebSocketConnection connection;
    private final int limit;
    private final AtomicInteger waiting = new AtomicInteger();

    Outbox(WebSocketConnection connection, int limit) {
        this.connection = connection;
        this.limit = limit;
    }

    @Override
    public void accept(byte[] message) {
        if (waiting.incrementAndGet() > limit) {
            close(TOO_SLOW);
            return;
        }
        connection
                .sendBinary(shared(message))
                .subscribe()
                .with(sent -> waiting.decrementAndGet(), failed -> close(CloseReason.INTERNAL_SERVER_ERROR));
    }

    /** Not a copy: all streams share the bytes. Nothing replaces the deprecated way before Vert.x 5. */
    @SuppressWarnings("deprecation")
    private static Buffer shared(byte[] message) {
        return Buffer.buffer(Unpooled.wrappedBuffer(message));
    }

    /** Sends {@code message} as the last one. */
    void last(byte[] message, CloseReason reason) {
        connection
                .sendBinary(Buffer.buffer(message))
                .onItemOrFailure()
                .transformToUni((sent, failed) -> connection.close(reason))
                .subscribe()
                .with(closed -> {}, failed -> LOG.debugf("close failed: %s", failed.getMessage()));
    }

    void close(CloseReason reason) {
        if (connection.isOpen()) {
            connection
                    .close(reason)
                    .subscribe()
                    .with(closed -> {}, failed -> LOG.debugf("close failed: %s", failed.getMessage()));
        }
    }
}
