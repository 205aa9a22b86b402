package io.erlangcluster.e2e.replicas;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.e2e.sidecar.SidecarStream;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One pod's sidecar, reduced to its stream: says that its node is up and linked with all others, keeps the registry.
 */
final class FakeSidecar implements WebSocket.Listener {

    private static final Duration PING = Duration.ofSeconds(15);

    final AtomicInteger changes = new AtomicInteger();

    private final Pod pod;
    private final String token;
    private final String node;
    private final Set<String> all;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private volatile Map<String, Node> registry = Map.of();

    FakeSidecar(Pod pod, String token, String node, Set<String> all) {
        this.pod = pod;
        this.token = token;
        this.node = node;
        this.all = all;
    }

    /** By full name. */
    Map<String, Node> registry() {
        return registry;
    }

    /** The nodes that it knows to be Up. */
    Set<String> up() {
        return registry.values().stream()
                .filter(known -> known.getPhase() == Node.Phase.UP)
                .map(Node::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public String toString() {
        return node;
    }

    /** Opens the stream; what the new replica tells counts as a change only if it differs. */
    void connect(HttpClient http, URI operator) {
        WebSocket socket = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(operator, this)
                .join();
        Links.Builder links = Links.newBuilder().setName(node);
        all.stream().filter(other -> !other.equals(node)).forEach(links::addConnected);
        Hello hello = SidecarStream.hello(pod, "shop", token)
                .addNodes(NodeUp.newBuilder().setName(node).setCreation(7))
                .addLinks(links)
                .build();
        socket.sendBinary(
                        ByteBuffer.wrap(
                                ToOperator.newBuilder().setHello(hello).build().toByteArray()),
                        true)
                .join();
        // The operator takes a stream on which nothing is heard for a minute for dead.
        Thread.startVirtualThread(() -> ping(socket));
    }

    private static void ping(WebSocket socket) {
        while (!socket.isOutputClosed()) {
            socket.sendPing(ByteBuffer.allocate(0)).exceptionally(_ -> socket).join();
            LockSupport.parkNanos(PING.toNanos());
        }
    }

    @Override
    public CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            receive(partial.toByteArray());
            partial.reset();
        }
        socket.request(1);
        return CompletableFuture.completedStage(null);
    }

    /** The stream's end is nothing to a test that kills operators. */
    @Override
    public void onError(WebSocket socket, @Nullable Throwable error) {}

    private void receive(byte[] bytes) {
        try {
            ToSidecar message = ToSidecar.parseFrom(bytes);
            Map<String, Node> next = new HashMap<>();
            if (message.hasSnapshot()) {
                message.getSnapshot().getNodesList().forEach(known -> next.put(known.getName(), known));
            } else if (!message.hasDelta()) {
                return;
            } else {
                Delta delta = message.getDelta();
                next.putAll(registry);
                delta.getPutList().forEach(known -> next.put(known.getName(), known));
                delta.getRemovedList().forEach(next::remove);
            }
            if (!next.equals(registry)) {
                registry = next;
                changes.incrementAndGet();
            }
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }
}
