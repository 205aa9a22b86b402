package io.erlangcluster.operator;

import static io.erlangcluster.operator.TestSidecar.nodeUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.control.ControlServer;
import io.erlangcluster.operator.identity.CertificateAuthority;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sidecar that lies, against the real server over TLS: what it must not get, it does not get. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
@SuppressWarnings("NullAway.Init") // MockApiServer sets the fields
class MaliciousSidecarTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final String WEB_0 = "web-0@shop.open";
    private static final String WEB_1 = "web-1@shop.open";

    @Inject
    KubernetesClient api;

    @Inject
    ControlServer control;

    @Inject
    CertificateAuthority authority;

    TestApiDispatcher server;

    private final List<TestSidecar> sidecars = new ArrayList<>();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            log.add(entry.getMessage()
                    + List.of(entry.getParameters() == null ? new Object[0] : entry.getParameters())
                    + entry.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void applyClustersOfTheSameNameInTwoNamespaces() {
        Logger.getLogger("").addHandler(ear);
        apply("open");
        apply("vault");
    }

    @AfterEach
    void removeEverything() {
        Logger.getLogger("").removeHandler(ear);
        sidecars.forEach(TestSidecar::close);
        for (String namespace : List.of("open", "vault")) {
            api.pods().inNamespace(namespace).delete();
            await().atMost(DEADLINE)
                    .until(() -> api.resources(ErlangNode.class)
                            .inNamespace(namespace)
                            .list()
                            .getItems()
                            .isEmpty());
            api.resources(ErlangCluster.class).inNamespace(namespace).delete();
            api.secrets().inNamespace(namespace).delete();
        }
        assertThat(log).as("no token is in the log").noneMatch(line -> line.contains("bound|"));
    }

    @Test
    void withoutAProofOfThePodNobodyIsAdmitted() {
        Pod web0 = run("open", "web-0");
        String uid = web0.getMetadata().getUid();
        TestSidecar liar = sidecar("open");
        awaitRefused(liar.hello(liar.honest("web-0", uid).clearToken()), "no token");
        awaitRefused(hello(web0).setToken("made-up"), "does not accept");
        awaitRefused(hello(web0).setToken(TestTokens.forAnother("vault", "open", "web-0", uid)), "does not accept");
        awaitRefused(hello(web0).setToken("x".repeat(20_000)), "longer");
    }

    @Test
    void aPodCannotSpeakForAnother() {
        Pod web0 = run("open", "web-0");
        Pod web1 = run("open", "web-1");
        Pod secret = run("vault", "web-0");
        String mine = token(web0);
        awaitRefused(hello(web1).setToken(mine), "of another");
        awaitRefused(hello(web1).setPodUid(web0.getMetadata().getUid()).setToken(mine), "of another");
        awaitRefused(hello(web0).setPodUid(web1.getMetadata().getUid()).setToken(mine), "of another");
        awaitRefused(hello(secret).setToken(mine), "of another");
        awaitRefused(hello(web0).setCluster("bank"), "belongs to ErlangCluster 'shop'");
        awaitRefused(hello(web0).setPodUid("gone").setToken(TestTokens.of("open", "web-0", "gone")), "no pod");
    }

    @Test
    void aPodThatWritesItselfAnothersNameIsRefusedOrHasNoPartInIt() throws Exception {
        awaitRefused(hello(run("open", "crook", "web-0@shop.vault")), "leave the annotation");
        Pod web0 = run("open", "web-0");
        TestSidecar honest = sidecar("open").hello(hello(web0).addNodes(nodeUp(WEB_0, 1)));
        honest.awaitPhase(WEB_0, Node.Phase.UP);
        Pod copy = run("open", "copy", WEB_0);
        TestSidecar crook = sidecar("open").hello(hello(copy).addNodes(nodeUp(WEB_0, 666)));
        crook.requestCertificate(TestRequests.asking("CN=web-0", WEB_0));
        assertThat(names(crook)).noneMatch(name -> name.contains("web-0"));
        crook.awaitPhase(WEB_0, Node.Phase.UP);
        assertThat(crook.registry).hasEntrySatisfying(WEB_0, node -> {
            assertThat(node.getPod()).isEqualTo("web-0");
            assertThat(node.getCreation()).isEqualTo(1);
        });
    }

    @Test
    void nodesOfAnotherNamespaceAreNotToldThoughTheClustersNameIsTheSame() {
        run("vault", "web-1");
        Pod web0 = run("open", "web-0");
        TestSidecar curious = sidecar("open").hello(hello(web0));
        curious.awaitPhase(WEB_0, Node.Phase.RESERVED);
        assertThat(curious.registry).containsOnlyKeys(WEB_0);
    }

    @Test
    void aCertificateSaysWhatTheOperatorKnowsWhateverWasAskedFor() throws Exception {
        Pod web0 = run("open", "web-0");
        TestSidecar sidecar = sidecar("open").hello(hello(web0));
        sidecar.awaitPhase(WEB_0, Node.Phase.RESERVED);
        sidecar.requestCertificate(TestRequests.asking("CN=admin", WEB_1));
        assertThat(names(sidecar))
                .containsExactly(
                        "spiffe://cluster.local/ns/open/pod/web-0",
                        "urn:uuid:" + web0.getMetadata().getUid(),
                        "shop.open",
                        WEB_0);
        assertThat(sidecar.plain).containsExactly(false);
        assertThat(sidecar.closed).isFalse();
    }

    @Test
    void certificatesAreForThoseWhoProvedThemselvesAndNotForGarbage() {
        TestSidecar early = sidecar("open").requestCertificate(TestRequests.asking("CN=a", WEB_0));
        awaitClosed(early, 1008);
        assertThat(early.certificates).isEmpty();
        Pod web0 = run("open", "web-0");
        TestSidecar garbage = sidecar("open").hello(hello(web0)).requestCertificate(new byte[] {1, 2, 3});
        awaitRefused(garbage, "PKCS #10");
        TestSidecar large = sidecar("open").hello(hello(web0)).requestCertificate(new byte[17 * 1024]);
        awaitRefused(large, "larger");
    }

    @Test
    void aFloodOfRequestsForCertificatesEnds() {
        TestSidecar greedy = sidecar("open").hello(hello(run("open", "web-0")));
        byte[] request = TestRequests.asking("CN=a", WEB_0);
        for (int i = 0; i < 7; i++) {
            greedy.requestCertificate(request);
        }
        awaitRefused(greedy, "two thirds");
        assertThat(greedy.certificates).hasSize(6);
    }

    @Test
    void aPodThatIsGoneHearsNoMoreThoughItNeverHadANode() {
        Pod web0 = run("open", "web-0");
        Pod stray = api.resource(new PodBuilder(pod("open", "stray", "").build())
                        .editMetadata()
                        .removeFromLabels("app")
                        .removeFromAnnotations(Annotations.NODE_NAME)
                        .endMetadata()
                        .build())
                .create();
        TestSidecar left = sidecar("open").hello(hello(stray));
        TestSidecar stays = sidecar("open").hello(hello(web0));
        left.awaitPhase(WEB_0, Node.Phase.RESERVED);
        api.resource(stray).delete();
        awaitClosed(left, 1008);
        assertThat(stays.closed).isFalse();
    }

    @Test
    void aSecondHelloEndsTheStream() {
        Pod web0 = run("open", "web-0");
        Pod web1 = run("open", "web-1");
        TestSidecar changeling = sidecar("open").hello(hello(web0));
        changeling.awaitPhase(WEB_1, Node.Phase.RESERVED);
        changeling.hello(hello(web1).addNodes(nodeUp(WEB_1, 1)));
        awaitClosed(changeling, 1008);
        assertThat(changeling.phase(WEB_1)).contains(Node.Phase.RESERVED);
    }

    @Test
    void aMessageThatIsTooLargeEndsTheStream() {
        TestSidecar large = sidecar("open").trySend(new byte[300_000], true);
        await().atMost(DEADLINE).until(() -> large.closed);
        TestSidecar pieces = sidecar("open").trySend(new byte[200_000], false).trySend(new byte[200_000], true);
        awaitClosed(pieces, 1009);
    }

    @Test
    void anApiServerThatCannotBeAskedIsNoProofAndNoRefusal() {
        Pod web0 = run("open", "web-0");
        server.failNext(403, "POST", "tokenreviews");
        TestSidecar early = sidecar("open").hello(hello(web0));
        awaitClosed(early, 1013);
        assertThat(early.refusals).isEmpty();
        assertThat(early.registry).isEmpty();
        sidecar("open").hello(hello(web0)).awaitPhase(WEB_0, Node.Phase.RESERVED);
    }

    private void awaitRefused(Hello.Builder hello, String why) {
        awaitRefused(sidecar("open").hello(hello), why);
    }

    private static void awaitRefused(TestSidecar liar, String why) {
        await(why).atMost(DEADLINE).until(() -> !liar.refusals.isEmpty() && liar.closed);
        assertThat(liar.refusals.getFirst()).contains(why).doesNotContain("bound|");
        assertThat(liar.closeCode).isEqualTo(1008);
    }

    private static void awaitClosed(TestSidecar sidecar, int code) {
        await().atMost(DEADLINE).until(() -> sidecar.closed);
        assertThat(sidecar.closeCode).isEqualTo(code);
    }

    private TestSidecar sidecar(String namespace) {
        TestSidecar sidecar = new TestSidecar(control.port(), TestTrust.in(authority), namespace);
        sidecars.add(sidecar);
        return sidecar;
    }

    private Hello.Builder hello(Pod pod) {
        return Hello.newBuilder()
                .setNamespace(pod.getMetadata().getNamespace())
                .setPod(pod.getMetadata().getName())
                .setPodUid(pod.getMetadata().getUid())
                .setToken(token(pod))
                .setCluster("shop")
                .setTunnelPort(4370);
    }

    private static String token(Pod pod) {
        return TestTokens.of(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid());
    }

    /** The subject alternative names of the sidecar's certificate, once it has one. */
    private List<String> names(TestSidecar sidecar) throws Exception {
        await("certificate").atMost(DEADLINE).until(() -> !sidecar.certificates.isEmpty());
        X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        sidecar.certificates.getFirst().getChain(0).toByteArray()));
        X509Certificate ca = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(
                        authority.bundle().orElseThrow().getBytes(StandardCharsets.US_ASCII)));
        certificate.verify(ca.getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEmpty();
        return certificate.getSubjectAlternativeNames().stream()
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private Pod run(String namespace, String name) {
        return run(namespace, name, name + "@shop." + namespace);
    }

    private Pod run(String namespace, String name, String node) {
        return api.resource(pod(namespace, name, node).build()).create();
    }

    private static PodBuilder pod(String namespace, String name, String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withUid(UUID.randomUUID().toString())
                .addToLabels("app", "shop")
                .addToAnnotations(Annotations.CLUSTER, "shop")
                .addToAnnotations(Annotations.NODE_NAME, node)
                .endMetadata();
    }

    private void apply(String namespace) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withName("shop")
                .withNamespace(namespace)
                .build());
        cluster.setSpec(
                new ErlangClusterSpec(new Selector(Map.of("app", "shop"), List.of()), null, null, null, null, null));
        api.resource(cluster).create();
    }
}
