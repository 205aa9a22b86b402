package io.erlangcluster.e2e.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Selector;
import io.erlangcluster.e2e.api.EmbeddedApi;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.erlangcluster.protocol.v1.Node;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes of the operator at one API server, each with the streams of half of the pods. */
class TwoReplicasTest {

    private static final Duration GENEROUS = Duration.ofSeconds(90);
    private static final Duration PROMISED = Duration.ofSeconds(10);
    private static final int PODS = 20;
    private static final String NAMESPACE = "lease-prod";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path logs;

    private final EmbeddedApi api = new EmbeddedApi(0);
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(
                    new ConfigBuilder(Config.empty()).withMasterUrl(api.url()).build())
            .build();
    private final List<Replica> replicas = new ArrayList<>();

    @AfterEach
    void stop() {
        replicas.forEach(Replica::close);
        client.close();
        api.close();
    }

    @Test
    void aKilledLeaderIsReplacedAndNoSidecarSeesAnything() throws Exception {
        replicas.add(Replica.start(api.url(), logs));
        replicas.add(Replica.start(api.url(), logs));
        client.resource(cluster()).create();
        Set<String> names =
                IntStream.range(0, PODS).mapToObj(TwoReplicasTest::name).collect(Collectors.toCollection(TreeSet::new));
        List<FakeSidecar> sidecars = new ArrayList<>();
        for (int i = 0; i < PODS; i++) {
            Pod pod = pod(i);
            sidecars.add(new FakeSidecar(pod, Credentials.token(client, pod, Credentials.AUDIENCE), name(i), names));
        }
        await("both serve, logs in " + logs)
                .atMost(GENEROUS)
                .until(() -> replicas.stream().allMatch(replica -> replica.said("Listening on")));
        await("the trust bundle")
                .atMost(GENEROUS)
                .ignoreExceptions()
                .until(() -> !Credentials.bundle(client, NAMESPACE).isEmpty());
        HttpClient http = HttpClient.newBuilder()
                .sslContext(Credentials.tls(Credentials.bundle(client, NAMESPACE)))
                .build();
        for (int i = 0; i < PODS; i++) {
            sidecars.get(i).connect(http, replicas.get(i % 2).stream());
        }
        await("every sidecar knows all Up, logs in " + logs)
                .atMost(GENEROUS)
                .untilAsserted(() -> assertThat(sidecars)
                        .allSatisfy(sidecar -> assertThat(sidecar.up()).isEqualTo(names)));
        await("the leader counts the links told to the other replica")
                .atMost(GENEROUS)
                .until(() -> Optional.ofNullable(clusterNow().getStatus())
                        .filter(status -> status.links() == PODS * (PODS - 1) / 2)
                        .isPresent());

        String holder = holder();
        Replica leader = replicas.stream()
                .filter(replica -> replica.is(holder))
                .findFirst()
                .orElseThrow();
        Replica other = replicas.stream()
                .filter(replica -> !replica.is(holder))
                .findFirst()
                .orElseThrow();
        Map<String, Node> before = sidecars.getFirst().registry();
        sidecars.forEach(sidecar -> sidecar.changes.set(0));
        leader.kill();
        long killed = System.nanoTime();
        for (int i = 0; i < PODS; i++) {
            if (replicas.get(i % 2).equals(leader)) {
                sidecars.get(i).connect(http, other.stream());
            }
        }
        await().atMost(GENEROUS).pollInterval(Duration.ofMillis(50)).until(() -> other.is(holder()));
        Duration takeover = Duration.ofNanos(System.nanoTime() - killed);
        System.out.printf("new leader after %d ms%n", takeover.toMillis());

        Pod late = pod(PODS);
        await("the new leader works")
                .atMost(GENEROUS)
                .until(() -> Optional.ofNullable(client.resources(ErlangNode.class)
                                .inNamespace(NAMESPACE)
                                .withName("shop.web-" + PODS)
                                .get())
                        .filter(node -> node.getSpec()
                                .pod()
                                .uid()
                                .equals(late.getMetadata().getUid()))
                        .isPresent());
        await().atMost(GENEROUS)
                .until(() ->
                        sidecars.stream().allMatch(sidecar -> sidecar.registry().containsKey(name(PODS))));
        // All that ever changed is the node that came after the takeover: as it was leased, and once bound and running.
        assertThat(sidecars).allSatisfy(sidecar -> {
            assertThat(sidecar.changes.get()).isBetween(1, 2);
            assertThat(sidecar.registry()).containsAllEntriesOf(before);
        });
        assertThat(takeover).isLessThan(PROMISED);
        http.shutdownNow();
    }

    private String holder() {
        return client.leases()
                .inNamespace(Replica.LEASE_NAMESPACE)
                .withName("erlang-cluster-operator")
                .require()
                .getSpec()
                .getHolderIdentity();
    }

    private ErlangCluster clusterNow() {
        return client.resources(ErlangCluster.class)
                .inNamespace(NAMESPACE)
                .withName("shop")
                .require();
    }

    private static String name(int slot) {
        return "web-" + slot + "@shop." + NAMESPACE;
    }

    private static ErlangCluster cluster() {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withName("shop")
                .withNamespace(NAMESPACE)
                .build());
        cluster.setSpec(new ErlangClusterSpec(new Selector(Map.of("app", "shop"), null), null, null, null, null, null));
        return cluster;
    }

    private Pod pod(int slot) {
        Pod pod = client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("web-" + slot)
                        .withNamespace(NAMESPACE)
                        .addToLabels("app", "shop")
                        .addToAnnotations(Annotations.CLUSTER, "shop")
                        .addToAnnotations(Annotations.NODE_NAME, name(slot))
                        .endMetadata()
                        .build())
                .create();
        pod.setStatus(new PodStatusBuilder()
                .withPhase("Running")
                .withPodIP("10.0.0." + (slot + 1))
                .build());
        return client.resource(pod).updateStatus();
    }
}
