package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Selector;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhook;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WebhookConfigurationTest {

    private static final Selector SHOP = new Selector(
            Map.of("app", "shop"),
            List.of(new Selector.Expression("tier", Selector.Operator.NOT_IN, List.of("batch", "cron"))));

    private final WebhookConfiguration configuration = configuration(Optional.empty());

    @Test
    void anEntryIsForOneClustersPodsAloneToTheLastField() {
        List<MutatingWebhook> entries = configuration.entries(List.of(cluster("shop", "prod", SHOP)), "PEM");
        assertThat(new KubernetesSerialization().asYaml(entries.getFirst()).strip())
                .isEqualTo("""
                ---
                admissionReviewVersions:
                - "v1"
                clientConfig:
                  caBundle: "UEVN"
                  service:
                    name: "operator"
                    namespace: "system"
                    path: "/admission/v1/prod/shop"
                    port: 443
                failurePolicy: "Fail"
                matchPolicy: "Equivalent"
                name: "shop.prod.inject.erlangcluster.io"
                namespaceSelector:
                  matchLabels:
                    kubernetes.io/metadata.name: "prod"
                objectSelector:
                  matchExpressions:
                  - key: "tier"
                    operator: "NotIn"
                    values:
                    - "batch"
                    - "cron"
                  matchLabels:
                    app: "shop"
                reinvocationPolicy: "IfNeeded"
                rules:
                - apiGroups:
                  - ""
                  apiVersions:
                  - "v1"
                  operations:
                  - "CREATE"
                  resources:
                  - "pods"
                  scope: "Namespaced"
                sideEffects: "NoneOnDryRun"
                timeoutSeconds: 10""");
    }

    @Test
    void theOrderOfClustersMakesNoDifference() {
        ErlangCluster shop = cluster("shop", "prod", SHOP);
        ErlangCluster shop2 = cluster("shop", "test", SHOP);
        assertThat(configuration.entries(List.of(shop, shop2), "PEM"))
                .hasSize(2)
                .isEqualTo(configuration.entries(List.of(shop2, shop), "PEM"));
    }

    @Test
    void noEntryCanHoldUpWholeNamespacesOrTheOperatorItself() {
        ErlangCluster everything = cluster("all", "prod", new Selector(null, null));
        ErlangCluster own = cluster("own", "system", SHOP);
        assertThat(configuration.entries(List.of(everything, own), "PEM")).isEmpty();
    }

    @Test
    void anOperatorOutsideIsCalledByItsAddress() {
        List<MutatingWebhook> entries = configuration(Optional.of(URI.create("https://127.0.0.1:9443")))
                .entries(List.of(cluster("shop", "prod", SHOP)), "PEM");
        assertThat(entries.getFirst().getClientConfig().getUrl())
                .isEqualTo("https://127.0.0.1:9443/admission/v1/prod/shop");
        assertThat(entries.getFirst().getClientConfig().getService()).isNull();
    }

    @Test
    void aBundleThatSomebodyElseWritesIsKeptAndGivenToNewEntries() {
        ErlangCluster shop = cluster("shop", "prod", SHOP);
        ErlangCluster bank = cluster("bank", "prod", SHOP);
        List<MutatingWebhook> empty = configuration.entriesLike(List.of(), List.of(shop));
        assertThat(empty.getFirst().getClientConfig().getCaBundle()).isNull();
        assertThat(configuration.entriesLike(configuration.entries(List.of(shop), "PEM"), List.of(shop, bank)))
                .isEqualTo(configuration.entries(List.of(shop, bank), "PEM"));
    }

    private static WebhookConfiguration configuration(Optional<URI> url) {
        TestSettings settings = new TestSettings(url, Optional.empty());
        return new WebhookConfiguration(settings, settings);
    }

    static ErlangCluster cluster(String name, String namespace, Selector selector) {
        ErlangCluster cluster = ShopPods.cluster(name, new ErlangClusterSpec(selector, null, null, null, null, null));
        cluster.getMetadata().setNamespace(namespace);
        return cluster;
    }
}
