package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Selector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class TrustBundleTest {

    private final ErlangCluster shop = cluster("shop", "prod");
    private final ErlangCluster chat = cluster("chat", "prod");
    private final ErlangCluster test = cluster("shop", "test");

    @Test
    void everyNamespaceWithAClusterGetsOneThatGoesWithTheLastOfThem() {
        Map<String, ConfigMap> wanted = TrustBundle.wanted(List.of(shop, test, chat), "PEM");
        assertThat(wanted).containsOnlyKeys("prod", "test");
        ConfigMap prod = Objects.requireNonNull(wanted.get("prod"));
        assertThat(prod.getMetadata().getName()).isEqualTo("erlang-cluster-ca");
        assertThat(prod.getData()).isEqualTo(Map.of("ca.crt", "PEM"));
        assertThat(prod.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getKind, OwnerReference::getUid)
                .containsExactly(
                        org.assertj.core.api.Assertions.tuple("ErlangCluster", "chat/prod"),
                        org.assertj.core.api.Assertions.tuple("ErlangCluster", "shop/prod"));
    }

    @Test
    void editsByHandAreSeen() {
        ConfigMap wanted =
                Objects.requireNonNull(TrustBundle.wanted(List.of(shop), "PEM").get("prod"));
        ConfigMap server = wanted.edit()
                .editMetadata()
                .withResourceVersion("7")
                .addToAnnotations("somebody", "else")
                .endMetadata()
                .build();
        assertThat(TrustBundle.isSame(server, wanted)).isTrue();
        ConfigMap edited = server.edit().addToData("ca.crt", "other").build();
        assertThat(TrustBundle.isSame(edited, wanted)).isFalse();
    }

    private static ErlangCluster cluster(String name, String namespace) {
        ErlangCluster cluster = WebhookConfigurationTest.cluster(name, namespace, new Selector(null, null));
        cluster.getMetadata().setUid(name + "/" + namespace);
        return cluster;
    }
}
