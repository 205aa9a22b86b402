package io.erlangcluster.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Readiness;
import io.erlangcluster.chart.Chart;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The life of a cluster of 50 pods on an API server with RBAC and admission; six of them really run. */
@Tag("kube")
class RealApiServerTest {

    private static final Duration GENEROUS = Duration.ofMinutes(4);
    private static final int RUN = 3;
    private static final int PAPER = 22;
    private static final String HOST = "@" + Shop.NAME + "." + Shop.NAMESPACE;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path logs;

    @SuppressWarnings("NullAway.Init") // by start()
    private RealSystem system;

    @SuppressWarnings("NullAway.Init") // by start()
    private Workloads workloads;

    @BeforeEach
    void start() {
        system = new RealSystem(logs);
        workloads = new Workloads(system.client(), Shop.NAMESPACE);
    }

    @AfterEach
    void stop() {
        system.close();
    }

    @Test
    void fiftyPodsAreNamedMeshedRolledScaledDownAndForgotten() {
        system.client().resource(Shop.load().cluster()).create();
        awaiting("the webhook").untilAsserted(() -> assertThat(webhooks()).hasSize(1));

        workloads.createDeployment("web", RUN, true);
        workloads.createStatefulSet("db", RUN, true);
        workloads.createDeployment("api", PAPER, false);
        workloads.createStatefulSet("cache", PAPER, false);
        Set<String> names = new TreeSet<>();
        Stream.of("web", "db").forEach(service -> names.addAll(slots(service, RUN)));
        Stream.of("api", "cache").forEach(service -> names.addAll(slots(service, PAPER)));
        awaiting("a name of its own for each pod")
                .untilAsserted(() -> assertThat(podNames()).containsExactlyInAnyOrderElementsOf(names));
        assertThat(workloads.pods()).allSatisfy(RealApiServerTest::assertInjected);
        awaitRolledOutAndMeshed();
        assertThat(registered()).containsExactlyInAnyOrderElementsOf(names);

        Set<String> before = uids();
        workloads.restart();
        awaitRolledOutAndMeshed();
        assertThat(uids()).hasSize(names.size()).doesNotContainAnyElementsOf(before);
        assertThat(podNames())
                .doesNotHaveDuplicates()
                .containsAll(slots("db", RUN))
                .containsAll(slots("cache", PAPER));
        // An old pod has its name until it is gone, so of a Deployment at most as many names are new as pods are.
        assertThat(podNames("web")).isSubsetOf(slots("web", 2 * RUN));
        assertThat(podNames("api")).isSubsetOf(slots("api", 2 * PAPER));

        List.of("web", "db", "api", "cache").forEach(name -> workloads.scale(name, 1));
        awaiting("one pod of each")
                .untilAsserted(() -> assertThat(workloads.pods()).hasSize(4));
        awaitRolledOutAndMeshed();

        workloads.delete();
        awaiting("no pods and no nodes").untilAsserted(() -> {
            assertThat(workloads.pods()).isEmpty();
            assertThat(registered()).isEmpty();
        });
        assertThat(dependents()).extracting(HasMetadata::getKind).contains("Secret", "ConfigMap");
        assertThat(dependents()).filteredOn(NetworkPolicy.class::isInstance).hasSize(system.hasPortRanges() ? 1 : 0);
        system.client().resource(cluster()).delete();
        awaiting("nothing left behind").untilAsserted(() -> {
            assertThat(dependents()).isEmpty();
            assertThat(webhooks()).isEmpty();
        });
    }

    private void awaitRolledOutAndMeshed() {
        awaiting("every controller content").until(workloads::areRolledOut);
        awaiting("a complete mesh, and the API in agreement").untilAsserted(() -> {
            List<Pod> run = workloads.pods().stream()
                    .filter(pod -> "true".equals(pod.getMetadata().getLabels().get(Workloads.RUN)))
                    .toList();
            Set<String> nodes = run.stream().map(Platform::name).collect(Collectors.toSet());
            assertThat(system.askAll().missing(nodes)).isEmpty();
            assertThat(run).allSatisfy(RealApiServerTest::assertJoined);
            assertThat(registered()).containsExactlyInAnyOrderElementsOf(podNames());
            ErlangClusterStatus status =
                    Optional.ofNullable(cluster().getStatus()).orElseThrow();
            int links = run.size() * (run.size() - 1) / 2;
            assertThat(status.nodes()).isEqualTo(workloads.pods().size());
            assertThat(status.up()).isEqualTo(run.size());
            assertThat(status.linksSummary()).isEqualTo(links + "/" + links);
        });
    }

    /** Native sidecars came with 1.29; before, it is an ordinary container. */
    private static void assertInjected(Pod pod) {
        assertThat(pod.getMetadata().getAnnotations()).containsEntry(Annotations.CLUSTER, Shop.NAME);
        assertThat(Stream.concat(pod.getSpec().getInitContainers().stream(), pod.getSpec().getContainers().stream()))
                .extracting(Container::getName)
                .containsExactly("erlang-sidecar", "app");
        assertThat(pod.getSpec().getReadinessGates())
                .anyMatch(gate -> gate.getConditionType().equals(Readiness.JOINED));
    }

    private static void assertJoined(Pod pod) {
        assertThat(pod.getStatus().getConditions())
                .filteredOn(condition -> condition.getType().equals(Readiness.JOINED))
                .extracting(PodCondition::getStatus)
                .containsExactly("True");
    }

    private ConditionFactory awaiting(String what) {
        return await(what + ", logs: " + logs).atMost(GENEROUS).pollInterval(Duration.ofMillis(500));
    }

    private static List<String> slots(String service, int count) {
        return IntStream.range(0, count)
                .mapToObj(slot -> service + "-" + slot + HOST)
                .toList();
    }

    private List<String> podNames() {
        return workloads.pods().stream().map(Platform::name).toList();
    }

    private List<String> podNames(String service) {
        return podNames().stream()
                .filter(name -> name.startsWith(service + "-"))
                .toList();
    }

    private Set<String> uids() {
        return workloads.pods().stream().map(pod -> pod.getMetadata().getUid()).collect(Collectors.toSet());
    }

    private List<String> registered() {
        return system.client().resources(ErlangNode.class).inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .map(node -> node.getSpec().name())
                .toList();
    }

    private ErlangCluster cluster() {
        return system.client()
                .resources(ErlangCluster.class)
                .inNamespace(Shop.NAMESPACE)
                .withName(Shop.NAME)
                .require();
    }

    private List<MutatingWebhook> webhooks() {
        return Optional.ofNullable(system.client()
                        .admissionRegistration()
                        .v1()
                        .mutatingWebhookConfigurations()
                        .withName(Chart.NAME)
                        .get())
                .map(configuration -> configuration.getWebhooks())
                .orElse(List.of());
    }

    /** What the operator made beside the nodes. */
    private List<HasMetadata> dependents() {
        var client = system.client();
        return Stream.of(
                        client.secrets().inNamespace(Shop.NAMESPACE).list(),
                        client.configMaps().inNamespace(Shop.NAMESPACE).list(),
                        client.network()
                                .v1()
                                .networkPolicies()
                                .inNamespace(Shop.NAMESPACE)
                                .list())
                .flatMap(list -> list.getItems().stream())
                .map(HasMetadata.class::cast)
                .filter(object -> object.getMetadata().getOwnerReferences().stream()
                        .anyMatch(owner -> owner.getKind().equals("ErlangCluster")))
                .toList();
    }
}
