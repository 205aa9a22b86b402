package io.erlangcluster.operator.control;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.ToOperator;
import io.quarkus.websockets.next.CloseReason;
import io.quarkus.websockets.next.OnBinaryMessage;
import io.quarkus.websockets.next.OnClose;
import io.quarkus.websockets.next.OnError;
import io.quarkus.websockets.next.OnOpen;
import io.quarkus.websockets.next.WebSocket;
import io.quarkus.websockets.next.WebSocketConnection;
import io.smallrye.common.annotation.NonBlocking;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClosedException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Where sidecars connect. Messages of one stream are handled one after the other, each on a virtual thread. */
@WebSocket(path = "/v1/stream")
public class ControlStream {

    private static final Logger LOG = Logger.getLogger(ControlStream.class);
    private static final CloseReason NO_HELLO = new CloseReason(1008, "no Hello in time");
    private static final CloseReason MALFORMED = new CloseReason(1003, "not a ToOperator message");

    private static final CloseReason TOO_MANY = new CloseReason(1013, "too many streams wait for their Hello");

    private final Map<String, SidecarStream> streams = new ConcurrentHashMap<>();
    private final SidecarDesk desk;
    private final ControlSettings settings;
    private final Vertx vertx;

    ControlStream(SidecarDesk desk, ControlSettings settings, Vertx vertx) {
        this.desk = desk;
        this.settings = settings;
        this.vertx = vertx;
    }

    @OnOpen
    @NonBlocking
    void open(WebSocketConnection connection) {
        Outbox outbox = new Outbox(connection, settings.outboxLimit());
        if (streams.values().stream().filter(open -> !open.isGreeted()).count() >= settings.strangers()) {
            outbox.close(TOO_MANY);
            return;
        }
        MessageRate rate = new MessageRate(settings.burst(), settings.refill(), System.nanoTime());
        SidecarStream stream = new SidecarStream(desk, outbox, rate);
        streams.put(connection.id(), stream);
        vertx.setTimer(settings.helloTimeout().toMillis(), late -> stream.closeUnlessGreeted(NO_HELLO));
    }

    @OnBinaryMessage
    @RunOnVirtualThread
    void receive(Buffer frame, WebSocketConnection connection) {
        Optional<SidecarStream> stream = Optional.ofNullable(streams.get(connection.id()));
        try {
            ToOperator message = ToOperator.parseFrom(frame.getBytes());
            stream.ifPresent(open -> open.receive(message));
        } catch (InvalidProtocolBufferException malformed) {
            stream.ifPresent(open -> open.close(MALFORMED));
        }
    }

    @OnClose
    @NonBlocking
    void closed(WebSocketConnection connection) {
        Optional.ofNullable(streams.remove(connection.id())).ifPresent(SidecarStream::closed);
    }

    @OnError
    @NonBlocking
    void failed(Throwable failure, WebSocketConnection connection) {
        // A peer that goes without a close frame is everyday business.
        LOG.logf(
                failure instanceof HttpClosedException ? Logger.Level.DEBUG : Logger.Level.WARN,
                "stream failed, the sidecar will reconnect: %s",
                failure);
        Optional.ofNullable(streams.get(connection.id()))
                .ifPresent(stream -> stream.close(CloseReason.INTERNAL_SERVER_ERROR));
    }
}
