package io.erlangcluster.operator;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.Certificate;
import io.erlangcluster.protocol.v1.CertificateRequest;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.NodeDown;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Plays a pod's sidecar on the control stream and keeps the registry as a sidecar does. */
final class TestSidecar implements WebSocket.Listener, AutoCloseable {

    final Map<String, Node> registry = new ConcurrentHashMap<>();
    final List<String> refusals = new CopyOnWriteArrayList<>();
    volatile boolean gap;
    volatile boolean closed;

    final List<Certificate> certificates = new CopyOnWriteArrayList<>();
    final List<Boolean> plain = new CopyOnWriteArrayList<>();
    volatile int closeCode;

    private final HttpClient http;
    private final WebSocket socket;
    private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
    private volatile long version;

    private final String namespace;

    TestSidecar(int port, SSLContext tls) {
        this(port, tls, "prod");
    }

    TestSidecar(int port, SSLContext tls, String namespace) {
        this.namespace = namespace;
        http = HttpClient.newBuilder().sslContext(tls).build();
        URI operator = URI.create("wss://127.0.0.1:" + port + "/v1/stream");
        socket = http.newWebSocketBuilder()
                .connectTimeout(Duration.ofSeconds(10))
                .buildAsync(operator, this)
                .join();
    }

    TestSidecar hello(Pod pod, NodeUp... nodes) {
        return hello(pod.getMetadata().getName(), pod.getMetadata().getUid(), nodes);
    }

    TestSidecar hello(String pod, String uid, NodeUp... nodes) {
        return hello(honest(pod, uid).addAllNodes(List.of(nodes)));
    }

    /** What a sidecar of the pod says, to be changed by those who lie. */
    Hello.Builder honest(String pod, String uid) {
        return Hello.newBuilder()
                .setNamespace(namespace)
                .setPod(pod)
                .setPodUid(uid)
                .setToken(TestTokens.of(namespace, pod, uid))
                .setCluster("shop")
                .setTunnelPort(4370);
    }

    TestSidecar hello(Hello.Builder hello) {
        return send(ToOperator.newBuilder().setHello(hello).build());
    }

    TestSidecar requestCertificate(byte[] pkcs10) {
        return send(ToOperator.newBuilder()
                .setCertificateRequest(CertificateRequest.newBuilder().setPkcs10(ByteString.copyFrom(pkcs10)))
                .build());
    }

    TestSidecar up(String name, int creation) {
        return send(ToOperator.newBuilder().setNodeUp(nodeUp(name, creation)).build());
    }

    TestSidecar down(String name, int creation) {
        return send(ToOperator.newBuilder()
                .setNodeDown(NodeDown.newBuilder().setName(name).setCreation(creation))
                .build());
    }

    TestSidecar links(String name, String... connected) {
        return send(ToOperator.newBuilder()
                .setLinks(Links.newBuilder().setName(name).addAllConnected(List.of(connected)))
                .build());
    }

    static NodeUp nodeUp(String name, int creation) {
        return NodeUp.newBuilder().setName(name).setCreation(creation).build();
    }

    Optional<Node.Phase> phase(String name) {
        return Optional.ofNullable(registry.get(name)).map(Node::getPhase);
    }

    void awaitPhase(String name, Node.Phase phase) {
        await("phase of " + name)
                .atMost(Duration.ofSeconds(30))
                .until(() -> phase(name).filter(phase::equals).isPresent());
    }

    /** Whether it arrives or the operator closes meanwhile. */
    TestSidecar trySend(byte[] frame, boolean last) {
        socket.sendBinary(ByteBuffer.wrap(frame), last)
                .handle((sent, failure) -> last)
                .join();
        return this;
    }

    TestSidecar sendRaw(byte[] frame) {
        socket.sendBinary(ByteBuffer.wrap(frame), true).join();
        return this;
    }

    private TestSidecar send(ToOperator message) {
        return sendRaw(message.toByteArray());
    }

    @Override
    public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        partial.writeBytes(bytes);
        if (last) {
            try {
                receive(ToSidecar.parseFrom(partial.toByteArray()));
            } catch (InvalidProtocolBufferException malformed) {
                gap = true;
            }
            partial.reset();
        }
        webSocket.request(1);
        return null;
    }

    private void receive(ToSidecar message) {
        switch (message.getMessageCase()) {
            case SNAPSHOT -> {
                registry.clear();
                message.getSnapshot().getNodesList().forEach(node -> registry.put(node.getName(), node));
                version = message.getSnapshot().getVersion();
            }
            case DELTA -> {
                Delta delta = message.getDelta();
                gap |= delta.getFromVersion() != version;
                delta.getPutList().forEach(node -> registry.put(node.getName(), node));
                delta.getRemovedList().forEach(registry::remove);
                version = delta.getVersion();
            }
            case REFUSED -> refusals.add(message.getRefused().getMessage());
            case CERTIFICATE -> certificates.add(message.getCertificate());
            case POLICY -> plain.add(message.getPolicy().getPlain());
            case MESSAGE_NOT_SET -> gap = true;
        }
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
        closeCode = statusCode;
        closed = true;
        return null;
    }

    @Override
    public void onError(WebSocket webSocket, Throwable error) {
        closed = true;
    }

    @Override
    public void close() {
        socket.abort();
        http.shutdownNow();
    }
}
