package io.erlangcluster.operator.control;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * The port where sidecars connect. It is a server of its own because Quarkus' HTTP server sets no limit on the time
 * that a request may take to arrive: a connection that sends a byte now and then would stay forever.
 */
@Singleton
public class ControlServer {

    private static final String PATH = "/v1/stream";
    private static final long LISTEN_SECONDS = 10;

    private final Map<HttpConnection, SidecarStream> streams = new ConcurrentHashMap<>();
    private final SidecarDesk desk;
    private final ControlSettings settings;
    private final Vertx vertx;
    private final HttpServer server;

    ControlServer(SidecarDesk desk, ControlSettings settings, Vertx vertx) {
        this.desk = desk;
        this.settings = settings;
        this.vertx = vertx;
        HttpServerOptions options = new HttpServerOptions()
                // It would wait for a first byte before anybody hears of the connection.
                .setHttp2ClearTextEnabled(false)
                .setMaxWebSocketFrameSize(settings.messageLimit())
                .setMaxWebSocketMessageSize(settings.messageLimit())
                .setReadIdleTimeout(Math.toIntExact(settings.silence().toMillis()))
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS);
        server = vertx.createHttpServer(options).connectionHandler(this::accept).requestHandler(this::request);
    }

    void start(@Observes StartupEvent event) throws Exception {
        server.listen(SocketAddress.inetSocketAddress(settings.port(), settings.host()))
                .toCompletionStage()
                .toCompletableFuture()
                .get(LISTEN_SECONDS, TimeUnit.SECONDS);
    }

    void stop(@Observes ShutdownEvent event) {
        server.close();
    }

    /** The port that it listens on. */
    public int port() {
        return server.actualPort();
    }

    private void accept(HttpConnection connection) {
        vertx.setTimer(
                settings.helloTimeout().toMillis(),
                late -> Optional.ofNullable(streams.get(connection))
                        .ifPresentOrElse(
                                stream -> stream.closeUnlessGreeted(CloseReason.NO_HELLO), () -> connection.close()));
    }

    private void request(HttpServerRequest request) {
        if (!request.path().equals(PATH) || !"websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            request.response()
                    .setStatusCode(404)
                    .end()
                    .onComplete(sent -> request.connection().close());
            return;
        }
        request.toWebSocket().onSuccess(socket -> open(request.connection(), socket));
    }

    private void open(HttpConnection connection, ServerWebSocket socket) {
        SidecarStream stream = new SidecarStream(desk, new Outbox(socket, settings.outboxLimit()));
        streams.put(connection, stream);
        socket.closeHandler(closed -> {
            streams.remove(connection);
            // Blocks while a message of this stream is handled.
            Thread.startVirtualThread(stream::closed);
        });
        socket.textMessageHandler(text -> stream.close(CloseReason.MALFORMED));
        // Without one, Vert.x logs: a peer that goes without a close frame is everyday business.
        socket.exceptionHandler(failure -> {});
        socket.binaryMessageHandler(new StreamReader(socket, stream, vertx.getOrCreateContext()));
    }
}
