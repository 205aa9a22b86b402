package io.erlangcluster.e2e.system;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.Selector;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.RealNode;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.RunningPod;
import io.erlangcluster.operator.injection.InjectionContext;
import io.erlangcluster.operator.injection.InjectionRefused;
import io.erlangcluster.operator.injection.PodInjector;
import io.erlangcluster.operator.injection.SidecarTemplate;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code nodeNames: Existing}: VMs that are started under names of their own. */
@ExtendWith(PlatformExtension.class)
class ExistingNamesTest {

    private static final String CLUSTER = "own";
    private static final String HOST = "@" + CLUSTER + "." + Shop.NAMESPACE;

    @Test
    void nodesThatNameThemselvesMeshAndAreKnownByTheirNames(Platform platform) throws Exception {
        ErlangCluster cluster = cluster();
        platform.client().resource(cluster).create();
        List<Pod> pods = List.of(pod(cluster, "one-x7f2q", "first"), pod(cluster, "two-b9k4z", "second"));
        try {
            pods.forEach(pod -> platform.client().resource(pod).create());
            await("both list the other, logs: " + platform.logs())
                    .atMost(120, SECONDS)
                    .ignoreExceptions() // neither pods nor cookie are there at once
                    .untilAsserted(() -> {
                        assertThat(node(platform, "one-x7f2q", "first").nodes()).contains(Set.of("second" + HOST));
                        assertThat(node(platform, "two-b9k4z", "second").nodes())
                                .contains(Set.of("first" + HOST));
                    });
            await("status").atMost(60, SECONDS).untilAsserted(() -> {
                assertThat(platform.client()
                                .resources(ErlangNode.class)
                                .inNamespace(Shop.NAMESPACE)
                                .list()
                                .getItems())
                        .filteredOn(node -> node.getSpec().cluster().equals(CLUSTER))
                        .extracting(node -> node.getSpec().name())
                        .containsExactlyInAnyOrder("first" + HOST, "second" + HOST);
                assertThat(platform.client().resource(cluster).get().getStatus().linksSummary())
                        .isEqualTo("1/1");
            });
        } finally {
            pods.forEach(pod -> platform.client().resource(pod).delete());
            await().atMost(60, SECONDS)
                    .until(() -> pods.stream()
                            .allMatch(pod -> platform.runner()
                                    .pod(pod.getMetadata().getName())
                                    .isEmpty()));
            platform.client().resource(cluster).delete();
        }
    }

    private static ErlangCluster cluster() {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withNamespace(Shop.NAMESPACE)
                .withName(CLUSTER)
                .build());
        cluster.setSpec(new ErlangClusterSpec(
                new Selector(Map.of("names", "own"), List.of()),
                null,
                NodeNames.EXISTING,
                null,
                null,
                new Injection(Injection.Style.ERL_FLAGS, null, null)));
        return cluster;
    }

    /** As its user writes it: the VM's name stands in the command. */
    private static Pod pod(ErlangCluster cluster, String name, String alive) throws InjectionRefused {
        Pod plain = new PodBuilder()
                .withNewMetadata()
                .withNamespace(Shop.NAMESPACE)
                .withName(name)
                .addToLabels("names", "own")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("erlang:25")
                .withCommand("erl", "-noinput", "-name", alive + HOST)
                .endContainer()
                .endSpec()
                .build();
        SidecarTemplate sidecar = new SidecarTemplate(
                "erlang-cluster-sidecar:0.1.0",
                "wss://" + Shop.OPERATOR_HOST + ":" + Shop.OPERATOR_PORT,
                SidecarTemplate.Form.NATIVE);
        return new PodInjector().inject(plain, new InjectionContext(cluster, Optional.empty(), sidecar));
    }

    private static RealNode node(Platform platform, String pod, String alive) {
        RunningPod running = platform.runner().pod(pod).orElseThrow();
        Secret cookie = platform.client()
                .secrets()
                .inNamespace(Shop.NAMESPACE)
                .withName(CLUSTER + "-erlang-cookie")
                .require();
        return new RealNode(
                running.network(),
                alive + HOST,
                new String(Base64.getDecoder().decode(cookie.getData().get("cookie")), StandardCharsets.UTF_8));
    }
}
