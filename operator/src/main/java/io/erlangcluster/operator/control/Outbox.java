package io.erlangcluster.operator.control;

import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** What waits to be written to one sidecar, bounded. Never blocks its caller. */
final class Outbox implements Consumer<byte[]> {

    private final ServerWebSocket socket;
    private final int limit;
    private final AtomicInteger waiting = new AtomicInteger();

    Outbox(ServerWebSocket socket, int limit) {
        this.socket = socket;
        this.limit = limit;
    }

    @Override
    @SuppressWarnings("deprecation") // the one public way to a buffer that is not a copy
    public void accept(byte[] message) {
        if (waiting.incrementAndGet() > limit) {
            close(CloseReason.TOO_SLOW);
            return;
        }
        // Wrapped, not copied: all streams of a cluster share one message.
        socket.writeBinaryMessage(Buffer.buffer(Unpooled.wrappedBuffer(message)))
                .onSuccess(sent -> waiting.decrementAndGet());
    }

    /** Sends {@code message} as the last one. */
    void last(byte[] message, CloseReason reason) {
        accept(message);
        close(reason);
    }

    void close(CloseReason reason) {
        if (!socket.isClosed()) {
            socket.close(reason.code(), reason.message());
        }
    }
}
