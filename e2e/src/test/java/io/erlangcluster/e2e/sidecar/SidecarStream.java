package io.erlangcluster.e2e.sidecar;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A stream to the operator on which anything can be said. */
public final class SidecarStream implements WebSocket.Listener, AutoCloseable {

    private final List<ToSidecar> received = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private final WebSocket socket;

    /** Opens it; nothing is said yet. */
    public SidecarStream(HttpClient http, InetSocketAddress operator) {
        URI stream = URI.create("wss://" + operator.getHostString() + ":" + operator.getPort() + "/v1/stream");
        socket = http.newWebSocketBuilder().buildAsync(stream, this).join();
    }

    /** What an honest sidecar of {@code pod} says first. */
    public static Hello.Builder hello(Pod pod, String cluster, String token) {
        return Hello.newBuilder()
                .setNamespace(pod.getMetadata().getNamespace())
                .setPod(pod.getMetadata().getName())
                .setPodUid(pod.getMetadata().getUid())
                .setCluster(cluster)
                .setTunnelPort(4370)
                .setToken(token);
    }

    public SidecarStream say(Hello.Builder hello) {
        return say(ToOperator.newBuilder().setHello(hello).build().toByteArray());
    }

    public SidecarStream say(ToOperator.Builder message) {
        return say(message.build().toByteArray());
    }

    /** Anything; does not fail if the operator has closed. */
    public SidecarStream say(byte[] message) {
        try {
            socket.sendBinary(ByteBuffer.wrap(message), true).join();
        } catch (CompletionException | IllegalStateException ended) {
            closed.complete(WebSocket.NORMAL_CLOSURE);
        }
        return this;
    }

    /** In the order of arrival. */
    public List<ToSidecar> received() {
        return received;
    }

    /** Names of all nodes it was ever told of. */
    public Set<String> told() {
        Set<String> names = new TreeSet<>();
        for (ToSidecar message : received) {
            message.getSnapshot().getNodesList().stream().map(Node::getName).forEach(names::add);
            message.getDelta().getPutList().stream().map(Node::getName).forEach(names::add);
        }
        return names;
    }

    /** With the code that the operator closed it with, or 1006 if the connection just ended. */
    public CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            try {
                received.add(ToSidecar.parseFrom(partial.toByteArray()));
            } catch (InvalidProtocolBufferException malformed) {
                throw new AssertionError(malformed);
            }
            partial.reset();
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, @Nullable Throwable error) {
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.abort();
    }
}
