package io.erlangcluster.operator.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.ToOperator;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import org.jboss.logging.Logger;

/**
 * Handles the messages of one stream one after the other, each on a virtual thread because a Hello may ask the API
 * server. The socket is not read meanwhile: a sidecar that sends faster than it is served waits.
 */
final class StreamReader implements Handler<Buffer> {

    private static final Logger LOG = Logger.getLogger(StreamReader.class);

    private final ServerWebSocket socket;
    private final SidecarStream stream;
    private final Context eventLoop;

    StreamReader(ServerWebSocket socket, SidecarStream stream, Context eventLoop) {
        this.socket = socket;
        this.stream = stream;
        this.eventLoop = eventLoop;
    }

    @Override
    public void handle(Buffer message) {
        socket.pause();
        Thread.startVirtualThread(() -> {
            receive(message);
            eventLoop.runOnContext(next -> socket.resume());
        });
    }

    private void receive(Buffer message) {
        try {
            stream.receive(ToOperator.parseFrom(message.getBytes()));
        } catch (InvalidProtocolBufferException malformed) {
            stream.close(CloseReason.MALFORMED);
        } catch (RuntimeException unexpected) {
            LOG.error("message not handled, its stream is closed and starts anew", unexpected);
            stream.close(CloseReason.FAILED);
        }
    }
}
