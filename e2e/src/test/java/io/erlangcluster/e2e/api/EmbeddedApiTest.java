package io.erlangcluster.e2e.api;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EmbeddedApiTest {

    private final EmbeddedApi api = new EmbeddedApi(0);
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl(api.url())
                    .withNamespace("prod")
                    .build())
            .build();

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void appliesServerSideAndSeesThatNothingChanged() {
        ConfigMap created = client.resource(configMap("1")).serverSideApply();
        ConfigMap again = client.resource(configMap("1")).serverSideApply();
        ConfigMap changed = client.resource(configMap("2")).serverSideApply();
        assertThat(created.getMetadata().getUid()).isNotEmpty();
        assertThat(again.getMetadata().getResourceVersion())
                .isEqualTo(created.getMetadata().getResourceVersion());
        assertThat(changed.getMetadata().getResourceVersion())
                .isNotEqualTo(created.getMetadata().getResourceVersion());
        assertThat(changed.getData()).containsEntry("a", "2");
    }

    @Test
    void statusIsWrittenByItsSubresourceOnly() {
        ErlangCluster cluster = Serialization.unmarshal("""
                apiVersion: erlangcluster.io/v1alpha1
                kind: ErlangCluster
                metadata: {name: shop, namespace: prod}
                spec: {selector: {matchLabels: {a: b}}}
                """, ErlangCluster.class);
        client.resource(cluster).create();
        Resource<ErlangCluster> shop = client.resources(ErlangCluster.class).withName("shop");
        PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
        client.resources(ErlangCluster.class)
                .withName("shop")
                .subresource("status")
                .patch(merge, "{\"spec\":{\"serviceLabel\":\"x\"},\"status\":{\"nodes\":3,\"conditions\":[]}}");
        assertThat(shop.get().getStatus().nodes()).isEqualTo(3);
        assertThat(shop.get().getSpec().serviceLabel()).isNotEqualTo("x");
        assertThat(shop.get().getMetadata().getGeneration()).isEqualTo(1);
    }

    @Test
    void aMergePatchReplacesLists() {
        client.resource(pod("web-0", "node")).create();
        PatchContext merge = PatchContext.of(PatchType.JSON_MERGE);
        for (String type : List.of("A", "B")) {
            client.pods()
                    .withName("web-0")
                    .subresource("status")
                    .patch(merge, "{\"status\":{\"conditions\":[{\"type\":\"" + type + "\",\"status\":\"True\"}]}}");
        }
        assertThat(client.pods().withName("web-0").get().getStatus().getConditions())
                .extracting("type")
                .containsExactly("B");
    }

    @Test
    void aPodThatRunsIsOnlyMarkedUntilItsKubeletDeletesIt() {
        client.resource(pod("web-0", "node")).create();
        client.pods().withName("web-0").delete();
        assertThat(client.pods().withName("web-0").get().getMetadata().getDeletionTimestamp())
                .isNotNull();
        client.pods().withName("web-0").withGracePeriod(0).delete();
        assertThat(client.pods().withName("web-0").get()).isNull();
    }

    @Test
    void aPodThatWasNeverBoundIsGoneAtOnce() {
        client.resource(pod("web-0", null)).create();
        client.pods().withName("web-0").delete();
        assertThat(client.pods().withName("web-0").get()).isNull();
    }

    @Test
    void whatALostOwnerOwnedIsCollected() {
        Pod owner = client.resource(pod("web-0", null)).create();
        ConfigMap owned = configMap("1");
        owned.addOwnerReference(owner);
        client.resource(owned).create();
        assertThat(client.configMaps().withName("m").get()).isNotNull();
        client.pods().withName("web-0").delete();
        assertThat(client.configMaps().withName("m").get()).isNull();
    }

    @Test
    void watchersSeeAddedModifiedDeleted() {
        List<String> seen = new CopyOnWriteArrayList<>();
        try (var informer = client.configMaps().inform()) {
            informer.addEventHandler(new Recorder(seen));
            client.resource(configMap("1")).serverSideApply();
            client.resource(configMap("1")).serverSideApply();
            client.resource(configMap("2")).serverSideApply();
            client.configMaps().withName("m").delete();
            await().atMost(20, SECONDS).until(() -> seen.contains("deleted 2"));
        }
        assertThat(seen).containsExactly("added 1", "updated 2", "deleted 2");
    }

    private static ConfigMap configMap(String value) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withName("m")
                .withNamespace("prod")
                .endMetadata()
                .addToData("a", value)
                .build();
    }

    private static Pod pod(String name, @Nullable String node) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("prod")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .endSpec()
                .build();
    }
}
