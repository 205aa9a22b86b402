package io.erlangcluster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Selector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.NamespacedKubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An operator of two namespaces needs no right but in these: it asks for nothing elsewhere. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
@TestProfile(WatchedNamespacesTest.EastAndWest.class)
@SuppressWarnings("NullAway.Init") // MockApiServer sets the fields
class WatchedNamespacesTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    /** The operator's own namespace is not among the watched: its Secret of the CA and its Lease are there. */
    private static final Pattern ALLOWED =
            Pattern.compile("/version|.*/selfsubjectrulesreviews|.*/mutatingwebhookconfigurations(/.*)?"
                    + "|.*/namespaces/(east|west)/.*|/api/v1/namespaces/erlang-system/secrets(/.*)?");

    NamespacedKubernetesClient api;
    TestApiDispatcher server;

    /** The setting of the chart's {@code watchNamespaces}. */
    public static final class EastAndWest implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("erlangcluster.operator.namespaces", "east,west");
        }
    }

    @Test
    void nothingIsAskedForElsewhere() {
        List.of("east", "north", "west").forEach(this::apply);
        for (String watched : List.of("east", "west")) {
            await("status, cookie, policy and trust bundle in " + watched)
                    .atMost(DEADLINE)
                    .until(() -> isServed(watched));
        }
        assertThat(server.paths.stream().filter(path -> path.contains("/north/")))
                .as("but what this test itself wrote and asked")
                .containsExactly("/apis/erlangcluster.io/v1alpha1/namespaces/north/erlangclusters");
        assertThat(server.paths.stream().filter(path -> !path.contains("/north/")))
                .allSatisfy(path -> assertThat(path).matches(ALLOWED));
    }

    private boolean isServed(String namespace) {
        return api.resources(ErlangCluster.class)
                                .inNamespace(namespace)
                                .withName("shop")
                                .require()
                                .getStatus()
                        != null
                && exists(api.secrets().inNamespace(namespace).withName("shop-erlang-cookie"))
                && exists(api.configMaps().inNamespace(namespace).withName("erlang-cluster-ca"))
                && exists(api.network()
                        .v1()
                        .networkPolicies()
                        .inNamespace(namespace)
                        .withName("shop-erlang"));
    }

    private static boolean exists(Resource<?> resource) {
        return resource.get() != null;
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
