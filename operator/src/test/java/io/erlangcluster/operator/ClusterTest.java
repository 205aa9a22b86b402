package io.erlangcluster.operator;

import static io.erlangcluster.operator.TestSidecar.nodeUp;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.Condition;
import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.api.Readiness;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.control.ControlServer;
import io.erlangcluster.operator.identity.CertificateAuthority;
import io.erlangcluster.protocol.v1.Node;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the operator makes of an ErlangCluster besides its nodes, and that it survives a bad API server. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class ClusterTest {

    private static final String NAMESPACE = "stage";
    private static final String WEB_0 = "web-0@shop." + NAMESPACE;
    private static final String WEB_1 = "web-1@shop." + NAMESPACE;

    NamespacedKubernetesClient api;

    @Inject
    ControlServer control;

    @Inject
    CertificateAuthority authority;

    TestApiDispatcher server;
    Line line;

    private final List<TestSidecar> sidecars = new ArrayList<>();

    @AfterEach
    void removeEverything() {
        line.mend();
        sidecars.forEach(TestSidecar::close);
        try {
            api.pods().inNamespace(NAMESPACE).delete();
            eventually(
                    "no nodes",
                    () -> api.resources(ErlangNode.class)
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems()
                            .isEmpty());
        } finally {
            api.resources(ErlangCluster.class).inNamespace(NAMESPACE).delete();
            api.secrets().inNamespace(NAMESPACE).delete();
            api.network().v1().networkPolicies().inNamespace(NAMESPACE).delete();
            api.v1().events().inNamespace(NAMESPACE).delete();
        }
    }

    @Test
    void aPolicyIsAppliedAndHandEditsAreHealed() {
        apply(null, null);
        eventually("a policy", () -> policy().isPresent());
        NetworkPolicy made = policy().orElseThrow();
        assertThat(made.getSpec().getIngress()).hasSize(2);
        api.resource(new NetworkPolicyBuilder(made)
                        .editMetadata()
                        .addToLabels("mine", "yes")
                        .endMetadata()
                        .editSpec()
                        .withIngress()
                        .endSpec()
                        .build())
                .update();
        eventually("healed", () -> policy().orElseThrow().getSpec().equals(made.getSpec()));
        assertThat(policy().orElseThrow().getMetadata().getLabels()).containsEntry("mine", "yes");
        api.resource(made).delete();
        eventually("made again", () -> policy().isPresent());
    }

    @Test
    void inANamespaceThatIsClosedThePolicyOpensTheTunnelAlone() {
        api.resource(new NetworkPolicyBuilder()
                        .withNewMetadata()
                        .withName("default-deny")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withNewPodSelector()
                        .endPodSelector()
                        .withPolicyTypes("Ingress")
                        .endSpec()
                        .build())
                .create();
        apply(null, null);
        eventually(
                "one rule",
                () -> policy().filter(policy -> policy.getSpec().getIngress().size() == 1)
                        .isPresent());
        api.network()
                .v1()
                .networkPolicies()
                .inNamespace(NAMESPACE)
                .withName("default-deny")
                .delete();
        eventually(
                "two rules",
                () -> policy().filter(policy -> policy.getSpec().getIngress().size() == 2)
                        .isPresent());
    }

    @Test
    void aCookieThatIsNotThereIsToldAndFoundLater() {
        apply(new Cookie(new Cookie.SecretRef("mine", "cookie")), null);
        awaitCondition("CookieAccepted", "False", "SecretMissing");
        awaitCondition("Ready", "False", "SecretMissing");
        api.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName("mine")
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .addToData("cookie", "bW9uc3Rlcg==")
                        .build())
                .create();
        awaitCondition("CookieAccepted", "Unknown", "NotReported");
        assertThat(api.secrets()
                        .inNamespace(NAMESPACE)
                        .withName("shop-erlang-cookie")
                        .get())
                .isNull();
    }

    @Test
    void podsOfBeforeAreCountedAndTheWayOutIsNamed() {
        api.resource(pod("old", Map.of()).build()).create();
        apply(null, null);
        awaitCondition("Injected", "False", "PodsStartedBefore");
        assertThat(condition("Injected").orElseThrow().message())
                .contains("1 pod was started before", "old", "kubectl delete pod old -n stage");
        api.pods().inNamespace(NAMESPACE).withName("old").delete();
        awaitCondition("Injected", "Unknown", "NoPods");
    }

    @Test
    void theGateOpensWhenTheNodeIsLinkedAndTheKubeletsConditionsStay() {
        apply(null, null);
        TestSidecar first = join("web-0", WEB_0);
        awaitJoined("web-0", "True", "First");
        TestSidecar second = join("web-1", WEB_1);
        awaitJoined("web-1", "False", "Waiting");
        first.links(WEB_0, WEB_1);
        second.links(WEB_1, WEB_0);
        awaitJoined("web-1", "True", "Joined");
        second.links(WEB_1);
        awaitCondition("MeshComplete", "False", "MissingLinks");
        assertThat(joined("web-1").orElseThrow().getStatus()).isEqualTo("True");
        assertThat(api.pods()
                        .inNamespace(NAMESPACE)
                        .withName("web-1")
                        .get()
                        .getStatus()
                        .getConditions())
                .extracting(PodCondition::getType)
                .containsExactlyInAnyOrder("Initialized", Readiness.JOINED);
    }

    @Test
    void eventsTellWhatHappened() {
        apply(null, null);
        awaitCondition("Ready", "False", "NoNodes");
        TestSidecar first = join("web-0", WEB_0);
        awaitEvent("NodeUp", WEB_0);
        TestSidecar second = join("web-1", WEB_1);
        first.links(WEB_0, WEB_1);
        second.links(WEB_1, WEB_0);
        awaitEvent("MeshComplete", "");
        second.down(WEB_1, 1);
        awaitEvent("NodeDown", WEB_1);
    }

    @Test
    void nodesOfDifferentLabelsAreNotToldOfEachOther() {
        apply(null, new Mixing(Mixing.Policy.SAME_LABEL, "version"));
        Pod blue = run("web-0", Map.of("version", "blue"));
        Pod green = run("web-1", Map.of("version", "green"));
        TestSidecar ofBlue = sidecar().hello(blue, nodeUp(WEB_0, 1));
        TestSidecar ofGreen = sidecar().hello(green, nodeUp(WEB_1, 1));
        ofBlue.awaitPhase(WEB_0, Node.Phase.UP);
        ofGreen.awaitPhase(WEB_1, Node.Phase.UP);
        ofBlue.links(WEB_0);
        ofGreen.links(WEB_1);
        awaitCondition("MeshComplete", "True", "Complete");
        assertThat(cluster().getStatus().linksSummary()).isEqualTo("0/0");
        assertThat(ofBlue.registry).containsOnlyKeys(WEB_0);
        assertThat(ofGreen.registry).containsOnlyKeys(WEB_1);
    }

    @Test
    void conflictsAndThrottlingOnlyDelay() {
        server.failNext(409, "POST", "erlangnodes");
        server.failNext(429, "POST", "erlangnodes");
        server.failNext(429, "POST", "secrets");
        server.failNext(500, "PATCH", "networkpolicies");
        server.failNext(409, "PATCH", "pods/web-0/status");
        server.failNext(429, "PATCH", "erlangclusters/shop/status");
        server.failNext(403, "POST", "events");
        apply(null, null);
        TestSidecar first = join("web-0", WEB_0);
        first.links(WEB_0);
        awaitCondition("Ready", "True", "AllUp");
        awaitJoined("web-0", "True", "First");
        run("web-1");
        eventually("failures used", () -> server.isEveryFailureUsed());
    }

    @Test
    void anApiServerThatIsAwayIsAwaited() {
        apply(null, null);
        TestSidecar first = join("web-0", WEB_0);
        first.links(WEB_0);
        awaitCondition("Ready", "True", "AllUp");
        line.cut();
        first.down(WEB_0, 1);
        first.up(WEB_0, 2);
        line.mend();
        eventually(
                "the new creation",
                () -> api.resources(ErlangNode.class)
                                .inNamespace(NAMESPACE)
                                .withName("shop.web-0")
                                .get()
                                .getStatus()
                                .creation()
                        == 2);
        run("web-1");
        eventually("watches are back", () -> cluster().getStatus().nodes() == 2);
    }

    @Test
    void lostWatchesComeBack() {
        apply(null, null);
        run("web-0");
        eventually(
                "one node", () -> status().filter(status -> status.nodes() == 1).isPresent());
        line.breakConnections();
        run("web-1");
        eventually("two nodes", () -> cluster().getStatus().nodes() == 2);
    }

    @Test
    void aClusterAtRestCausesNoWrite() {
        apply(null, null);
        TestSidecar first = join("web-0", WEB_0);
        first.links(WEB_0);
        awaitCondition("MeshComplete", "True", "Complete");
        awaitEvent("MeshComplete", "");
        awaitCondition("Progressing", "False", "Settled");
        int before = server.writes.size();
        api.resource(cluster()).edit(cluster -> {
            cluster.getMetadata().setAnnotations(Map.of("look", "again"));
            return cluster;
        });
        first.links(WEB_0, "c@elsewhere");
        first.links(WEB_0);
        await().during(Duration.ofSeconds(2))
                .atMost(Duration.ofSeconds(4))
                .untilAsserted(() -> assertThat(server.writes.subList(before, server.writes.size()))
                        .allMatch(write -> write.contains("/erlangclusters/shop") && !write.contains("/status")));
    }

    private void apply(@Nullable Cookie cookie, @Nullable Mixing mixing) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withName("shop")
                .withNamespace(NAMESPACE)
                .build());
        cluster.setSpec(new ErlangClusterSpec(
                new Selector(Map.of("app", "shop"), List.of()),
                null,
                null,
                cookie,
                null,
                null,
                mixing,
                null,
                null,
                null,
                null,
                null,
                null));
        api.resource(cluster).create();
        eventually("seen by the operator", () -> status().isPresent());
    }

    /** The pod first: a stream has little time for its Hello. */
    private TestSidecar join(String pod, String node) {
        Pod running = run(pod);
        return sidecar().hello(running, nodeUp(node, 1));
    }

    private Pod run(String name) {
        return run(name, Map.of());
    }

    private Pod run(String name, Map<String, String> labels) {
        Pod pod = api.resource(pod(name, labels)
                        .editMetadata()
                        .addToAnnotations(Annotations.CLUSTER, "shop")
                        .addToAnnotations(Annotations.INJECTED, "true")
                        .addToAnnotations(Annotations.NODE_NAME, name + "@shop." + NAMESPACE)
                        .endMetadata()
                        .withNewSpec()
                        .withReadinessGates(new PodReadinessGate(Readiness.JOINED))
                        .endSpec()
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP("10.0.0.1")
                .withConditions(new PodConditionBuilder()
                        .withType("Initialized")
                        .withStatus("True")
                        .build())
                .build());
        return api.resource(pod).updateStatus();
    }

    private static PodBuilder pod(String name, Map<String, String> labels) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(NAMESPACE)
                .withLabels(labels)
                .addToLabels("app", "shop")
                .endMetadata();
    }

    private TestSidecar sidecar() {
        TestSidecar sidecar = new TestSidecar(control.port(), TestTrust.in(authority), NAMESPACE);
        sidecars.add(sidecar);
        return sidecar;
    }

    private void awaitCondition(String type, String status, String reason) {
        eventually(
                type + "=" + status + " " + reason,
                () -> condition(type)
                        .filter(condition -> condition.status().equals(status)
                                && condition.reason().equals(reason))
                        .isPresent());
    }

    private void awaitJoined(String pod, String status, String reason) {
        eventually(
                pod + " joined=" + status + " " + reason,
                () -> joined(pod)
                        .filter(condition ->
                                status.equals(condition.getStatus()) && reason.equals(condition.getReason()))
                        .isPresent());
    }

    private void awaitEvent(String reason, String text) {
        eventually(
                "event " + reason,
                () -> api.v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                        .anyMatch(event -> isAbout(event, reason, text)));
    }

    private static boolean isAbout(Event event, String reason, String text) {
        return event.getReason().equals(reason)
                && event.getMessage().contains(text)
                && event.getInvolvedObject().getName().equals("shop");
    }

    private static void eventually(String what, Callable<Boolean> condition) {
        await(what).atMost(Duration.ofSeconds(40)).ignoreExceptions().until(condition);
    }

    private Optional<PodCondition> joined(String pod) {
        return api.pods().inNamespace(NAMESPACE).withName(pod).get().getStatus().getConditions().stream()
                .filter(condition -> condition.getType().equals(Readiness.JOINED))
                .findFirst();
    }

    private Optional<Condition> condition(String type) {
        return status().flatMap(status -> status.condition(type));
    }

    private Optional<ErlangClusterStatus> status() {
        return Optional.ofNullable(cluster().getStatus());
    }

    private ErlangCluster cluster() {
        return api.resources(ErlangCluster.class)
                .inNamespace(NAMESPACE)
                .withName("shop")
                .require();
    }

    private Optional<NetworkPolicy> policy() {
        return Optional.ofNullable(api.network()
                .v1()
                .networkPolicies()
                .inNamespace(NAMESPACE)
                .withName("shop-erlang")
                .get());
    }
}
