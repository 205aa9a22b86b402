package io.erlangcluster.operator;

import static io.erlangcluster.operator.TestSidecar.nodeUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.control.ControlServer;
import io.erlangcluster.protocol.v1.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whole operator against an API server in memory, with test clients for sidecars. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
class OperatorTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String WEB_0 = "web-0@shop.prod";
    private static final String WEB_1 = "web-1@shop.prod";

    @Inject
    KubernetesClient api;

    @Inject
    ControlServer control;

    private final List<TestSidecar> sidecars = new ArrayList<>();

    @BeforeEach
    void applyCluster() {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withName("shop").withNamespace("prod").build());
        cluster.setSpec(
                new ErlangClusterSpec(new Selector(Map.of("app", "shop"), List.of()), null, null, null, null, null));
        api.resource(cluster).create();
    }

    @AfterEach
    void removeEverything() {
        sidecars.forEach(TestSidecar::close);
        api.pods().inNamespace("prod").delete();
        await().atMost(DEADLINE)
                .until(() -> api.resources(ErlangNode.class)
                        .inNamespace("prod")
                        .list()
                        .getItems()
                        .isEmpty());
        api.resources(ErlangCluster.class).inNamespace("prod").delete();
        api.secrets().inNamespace("prod").delete();
    }

    @Test
    void aPodBecomesANodeThatIsToldToEveryOther() {
        Pod web0 = run("web-0");
        Pod web1 = run("web-1");
        awaitPhase("web-0", Phase.RESERVED);
        TestSidecar first = sidecar().hello(web0);
        TestSidecar second = sidecar().hello(web1, nodeUp(WEB_1, 2));
        first.up(WEB_0, 1);
        second.awaitPhase(WEB_0, Node.Phase.UP);
        first.awaitPhase(WEB_1, Node.Phase.UP);
        assertThat(second.registry)
                .containsEntry(
                        WEB_0,
                        Node.newBuilder()
                                .setName(WEB_0)
                                .setPhase(Node.Phase.UP)
                                .setPod("web-0")
                                .setPodUid(web0.getMetadata().getUid())
                                .setPodIp("10.0.0.1")
                                .setTunnelPort(4370)
                                .setCreation(1)
                                .putLabels("app", "shop")
                                .build());
        awaitPhase("web-0", Phase.UP);

        first.down(WEB_0, 1);
        second.awaitPhase(WEB_0, Node.Phase.DOWN);
        assertThat(first.gap || second.gap).as("a version was missed").isFalse();
    }

    @Test
    void theStatusNamesTheMissingPairUntilTheMeshIsComplete() {
        TestSidecar first = sidecar().hello(run("web-0"), nodeUp(WEB_0, 1));
        TestSidecar second = sidecar().hello(run("web-1"), nodeUp(WEB_1, 1));
        first.links(WEB_0);
        second.links(WEB_1);
        awaitMesh("False", WEB_0 + " - " + WEB_1);
        first.links(WEB_0, WEB_1);
        second.links(WEB_1, WEB_0);
        awaitMesh("True", "");
        assertThat(cluster().getStatus().linksSummary()).isEqualTo("1/1");
        assertThat(cluster().getStatus().up()).isEqualTo(2);
    }

    @Test
    void aPodThatIsGoneIsGoneFromTheRegistry() {
        Pod web0 = run("web-0");
        TestSidecar second = sidecar().hello(run("web-1"), nodeUp(WEB_1, 1));
        sidecar().hello(web0, nodeUp(WEB_0, 1));
        second.awaitPhase(WEB_0, Node.Phase.UP);
        api.resource(web0).delete();
        await().atMost(DEADLINE).until(() -> !second.registry.containsKey(WEB_0));
        assertThat(node("web-0")).isEmpty();
    }

    @Test
    void aReplacedPodTakesTheNodeOver() {
        Pod old = run("web-0");
        sidecar().hello(old, nodeUp(WEB_0, 1));
        awaitPhase("web-0", Phase.UP);
        api.resource(old).delete();
        Pod replacement = run("web-0");
        await().atMost(DEADLINE)
                .until(() -> node("web-0")
                        .filter(node -> node.getSpec()
                                .pod()
                                .uid()
                                .equals(replacement.getMetadata().getUid()))
                        .filter(node ->
                                node.getStatus() != null && node.getStatus().phase() == Phase.RESERVED)
                        .isPresent());
        sidecar().hello(replacement, nodeUp(WEB_0, 9));
        await().atMost(DEADLINE)
                .until(() -> node("web-0")
                        .filter(node -> node.getStatus().creation() == 9)
                        .isPresent());
    }

    @Test
    void aDroppedStreamChangesNothingButAHelloWithoutTheVmDoes() {
        Pod web0 = run("web-0");
        TestSidecar observer = sidecar().hello(run("web-1"));
        TestSidecar first = sidecar().hello(web0, nodeUp(WEB_0, 1));
        observer.awaitPhase(WEB_0, Node.Phase.UP);
        first.close();
        sidecar().hello(web0, nodeUp(WEB_0, 1)).awaitPhase(WEB_0, Node.Phase.UP);
        sidecar().hello(web0);
        observer.awaitPhase(WEB_0, Node.Phase.DOWN);
    }

    @Test
    void aStreamThatLiesAboutItsPodIsRefused() {
        run("web-0");
        TestSidecar liar = sidecar().hello("web-0", "not-its-uid", nodeUp(WEB_0, 1));
        await().atMost(DEADLINE).until(() -> !liar.refusals.isEmpty() && liar.closed);
        assertThat(liar.refusals.getFirst()).contains("not-its-uid");
        assertThat(liar.registry).isEmpty();
    }

    @Test
    void aStreamSpeaksOnlyForItsOwnNode() {
        Pod web0 = run("web-0");
        run("web-1");
        TestSidecar first = sidecar().hello(web0);
        first.awaitPhase(WEB_1, Node.Phase.RESERVED);
        first.up(WEB_1, 1).up(WEB_0, 1).awaitPhase(WEB_0, Node.Phase.UP);
        assertThat(first.phase(WEB_1)).contains(Node.Phase.RESERVED);
    }

    @Test
    void garbageAndSilenceCloseTheStream() {
        TestSidecar garbage = sidecar().sendRaw(new byte[] {-1, -1, -1});
        TestSidecar impatient = sidecar().up(WEB_0, 1);
        TestSidecar silent = sidecar();
        await().atMost(DEADLINE).until(() -> garbage.closed && impatient.closed && silent.closed);
    }

    @Test
    void aConnectionThatTakesTooLongToAskIsClosed() throws IOException {
        try (Socket half = new Socket(InetAddress.getLoopbackAddress(), control.port());
                Socket silent = new Socket(InetAddress.getLoopbackAddress(), control.port())) {
            half.getOutputStream().write("GET /v1/stre".getBytes(StandardCharsets.US_ASCII));
            half.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
            silent.setSoTimeout(Math.toIntExact(DEADLINE.toMillis()));
            assertThat(half.getInputStream().read()).isEqualTo(-1);
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aCookieIsGeneratedOnce() {
        await().atMost(DEADLINE).until(() -> secret().isPresent());
        String cookie = secret().orElseThrow().getData().get("cookie");
        assertThat(new String(Base64.getDecoder().decode(cookie), StandardCharsets.US_ASCII))
                .matches("[0-9a-f]{64}");
        awaitPhase(run("web-0").getMetadata().getName(), Phase.RESERVED);
        assertThat(secret().orElseThrow().getData().get("cookie")).isEqualTo(cookie);
    }

    private TestSidecar sidecar() {
        TestSidecar sidecar = new TestSidecar(URI.create("ws://127.0.0.1:" + control.port() + "/v1/stream"), "prod");
        sidecars.add(sidecar);
        return sidecar;
    }

    private Pod run(String name) {
        Pod pod = api.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace("prod")
                        .addToLabels("app", "shop")
                        .addToAnnotations(Annotations.CLUSTER, "shop")
                        .addToAnnotations(Annotations.NODE_NAME, name + "@shop.prod")
                        .endMetadata()
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP("10.0.0.1")
                .build());
        return api.resource(pod).updateStatus();
    }

    private void awaitPhase(String alive, Phase phase) {
        await("phase of " + alive)
                .atMost(DEADLINE)
                .until(() -> node(alive)
                        .filter(node ->
                                node.getStatus() != null && node.getStatus().phase() == phase)
                        .isPresent());
    }

    private void awaitMesh(String status, String message) {
        await("MeshComplete " + status)
                .atMost(DEADLINE)
                .until(() -> Optional.ofNullable(cluster().getStatus())
                        .flatMap(s -> s.condition("MeshComplete"))
                        .filter(condition -> condition.status().equals(status))
                        .map(Condition::message)
                        .filter(text -> text.contains(message))
                        .isPresent());
    }

    private Optional<ErlangNode> node(String alive) {
        return Optional.ofNullable(api.resources(ErlangNode.class)
                .inNamespace("prod")
                .withName("shop." + alive)
                .get());
    }

    private ErlangCluster cluster() {
        return api.resources(ErlangCluster.class)
                .inNamespace("prod")
                .withName("shop")
                .require();
    }

    private Optional<Secret> secret() {
        return Optional.ofNullable(
                api.secrets().inNamespace("prod").withName("shop-erlang-cookie").get());
    }
}
