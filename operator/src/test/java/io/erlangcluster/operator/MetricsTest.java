package io.erlangcluster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Selector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
class MetricsTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    KubernetesClient api;

    @TestHTTPResource("/metrics")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI metrics;

    @Test
    void whatIsDocumentedIsServedAndGoesWithTheCluster() throws Exception {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withName("bank").withNamespace("prod").build());
        cluster.setSpec(
                new ErlangClusterSpec(new Selector(Map.of("app", "bank"), List.of()), null, null, null, null, null));
        api.resource(cluster).create();
        await().atMost(DEADLINE)
                .untilAsserted(() -> assertThat(scrape())
                        .contains(
                                "erlangcluster_nodes{cluster=\"bank\",namespace=\"prod\",phase=\"up\"}",
                                "erlangcluster_leases{",
                                "erlangcluster_links{",
                                "erlangcluster_links_expected{",
                                "erlangcluster_control_streams{",
                                "erlangcluster_reconciliations_total{",
                                "erlangcluster_admission_seconds_bucket{",
                                "erlangcluster_ca_expiry_timestamp_seconds"));
        api.resource(cluster).delete();
        await().atMost(DEADLINE).untilAsserted(() -> assertThat(scrape()).doesNotContain("cluster=\"bank\""));
    }

    private String scrape() throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(metrics).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
