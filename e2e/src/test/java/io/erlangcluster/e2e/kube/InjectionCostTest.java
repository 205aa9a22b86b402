package io.erlangcluster.e2e.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.chart.Chart;
import io.erlangcluster.e2e.platform.Shop;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * What injection adds to the creation of a pod: one client, one object at a time, rounds of each kind in turn, after a
 * warm-up. Prints what it measures; only what becomes of the pods decides.
 */
@Tag("kube")
class InjectionCostTest {

    private static final int WARM_UP = 300;
    private static final int ROUNDS = 4;
    private static final int PODS = 100;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final String NOBODYS = "e2e.erlangcluster.io/nobodys";

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path logs;

    @Test
    void everyPodOfAClusterIsInjectedAndNoOtherAndTheDifferenceIsPrinted() {
        try (RealSystem system = new RealSystem(logs);
                KubernetesClient user = system.user(logs);
                KubernetesClient peer = system.operatorsPeer(logs)) {
            system.client().resource(Shop.load().cluster()).create();
            await("the webhook: see " + logs)
                    .atMost(Duration.ofMinutes(2))
                    .untilAsserted(() -> assertThat(system.client()
                                    .admissionRegistration()
                                    .v1()
                                    .mutatingWebhookConfigurations()
                                    .withName(Chart.NAME)
                                    .require()
                                    .getWebhooks())
                            .hasSize(1));
            print("warm-up", round(system, user, Kind.INJECTED, WARM_UP));
            for (int round = 1; round <= ROUNDS; round++) {
                for (Kind kind : Kind.values()) {
                    KubernetesClient creator = kind == Kind.LEASE ? peer : user;
                    print("round " + round + " " + kind.word, round(system, creator, kind, PODS));
                }
            }
        }
    }

    /** What is created. */
    private enum Kind {
        INJECTED("injected"),
        /** Pods of the cluster that are kept out: the API server asks, and the operator only answers. */
        ASKED("asked"),
        PLAIN("plain"),
        /** What the operator creates for a pod, by itself: an ErlangNode, of a cluster that does not exist. */
        LEASE("lease");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /** What a round took. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Round(long[] micros, Duration operatorCpu) {}

    private static Round round(RealSystem system, KubernetesClient user, Kind kind, int count) {
        Duration before = system.operatorCpu();
        long[] micros = LongStream.range(0, count)
                .map(i -> {
                    HasMetadata wanted =
                            kind == Kind.LEASE ? lease(kind.word + "-" + i) : pod(kind.word + "-" + i, kind);
                    long start = System.nanoTime();
                    HasMetadata created = user.resource(wanted).create();
                    long took = (System.nanoTime() - start) / 1000;
                    pause();
                    assertThat(created.getMetadata().getAnnotations() != null
                                    && created.getMetadata().getAnnotations().containsKey(Annotations.NODE_NAME))
                            .isEqualTo(kind == Kind.INJECTED);
                    return took;
                })
                .sorted()
                .toArray();
        Duration cpu = system.operatorCpu().minus(before);
        await("pods and their nodes to go")
                .atMost(Duration.ofMinutes(3))
                .ignoreExceptionsInstanceOf(KubernetesClientException.class)
                .untilAsserted(() -> {
                    system.client()
                            .pods()
                            .inNamespace(Shop.NAMESPACE)
                            .withGracePeriod(0)
                            .delete();
                    system.client()
                            .resources(ErlangNode.class)
                            .inNamespace(Shop.NAMESPACE)
                            .withLabel(NOBODYS)
                            .delete();
                    assertThat(system.client()
                                    .resources(ErlangNode.class)
                                    .inNamespace(Shop.NAMESPACE)
                                    .list()
                                    .getItems())
                            .isEmpty();
                });
        return new Round(micros, cpu);
    }

    /** What follows a creation, in the operator and in the API server, shall not be what the next one waits for. */
    private static void pause() {
        LockSupport.parkNanos(PAUSE.toNanos());
    }

    private static Pod pod(String name, Kind kind) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace(Shop.NAMESPACE)
                .withName(name)
                .addToLabels("app.kubernetes.io/part-of", kind == Kind.PLAIN ? "nothing" : "shop")
                .addToAnnotations(kind == Kind.ASKED ? Map.of(Annotations.INJECT, "false") : Map.of())
                .addToLabels("app.kubernetes.io/name", "web")
                .endMetadata()
                .withNewSpec()
                .withAutomountServiceAccountToken(false)
                .addNewContainer()
                .withName("app")
                .withImage("erlang:25")
                .endContainer()
                .endSpec()
                .build();
    }

    private static ErlangNode lease(String name) {
        ErlangNode lease = new ErlangNode();
        lease.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Shop.NAMESPACE)
                .withName("nobody." + name)
                .addToLabels(NOBODYS, "true")
                .addToLabels("app.kubernetes.io/name", "web")
                .build());
        lease.setSpec(
                new ErlangNodeSpec("nobody", name + "@nobody." + Shop.NAMESPACE, new ErlangNodeSpec.PodRef(name, "")));
        return lease;
    }

    private static void print(String what, Round round) {
        long[] micros = round.micros();
        System.out.printf(
                Locale.ROOT,
                "%-18s n=%d p50=%.1f ms p90=%.1f ms p99=%.1f ms max=%.1f ms mean=%.1f ms operator=%.1f ms CPU/pod load=%.1f%n",
                what,
                micros.length,
                at(micros, 0.5),
                at(micros, 0.9),
                at(micros, 0.99),
                at(micros, 1),
                Arrays.stream(micros).average().orElse(0) / 1000,
                round.operatorCpu().toNanos() / 1e6 / micros.length,
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    private static double at(long[] sorted, double quantile) {
        return sorted[Math.clamp((int) Math.ceil(quantile * sorted.length) - 1, 0, sorted.length - 1)] / 1000.0;
    }
}
