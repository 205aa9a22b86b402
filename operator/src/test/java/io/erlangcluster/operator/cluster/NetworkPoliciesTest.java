package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** With an API server that takes no policy. */
class NetworkPoliciesTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");

    private final AtomicInteger requests = new AtomicInteger();
    private final HttpServer server = server();
    private final KubernetesClient client = new KubernetesClientBuilder()
            .withConfig(new ConfigBuilder(Config.empty())
                    .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                    .build())
            .build();
    private final NetworkPolicies policies = new NetworkPolicies(client);

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void whatWasRefusedIsLeftAloneForAWhileHoweverOftenTheClusterIsLookedAt() {
        assertThat(heal("web")).isPresent();
        assertThat(heal("web")).isPresent();
        assertThat(requests).hasValue(1);
    }

    @Test
    void anotherPolicyIsTriedAtOnce() {
        heal("web");
        heal("worker");
        assertThat(requests).hasValue(2);
    }

    @Test
    void aClusterThatIsForgottenBeginsAnew() {
        heal("web");
        policies.forget(SHOP);
        heal("web");
        assertThat(requests).hasValue(2);
    }

    private Optional<?> heal(String selected) {
        NetworkPolicy desired = new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("shop-erlang")
                .withNamespace("prod")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", selected)
                .endPodSelector()
                .endSpec()
                .build();
        return policies.heal(SHOP, Optional.of(desired), Optional.empty());
    }

    private HttpServer server() {
        try {
            HttpServer listening = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            listening.createContext("/", exchange -> {
                requests.incrementAndGet();
                exchange.sendResponseHeaders(422, -1);
                exchange.close();
            });
            listening.start();
            return listening;
        } catch (IOException e) {
            throw new IllegalStateException("no port on loopback", e);
        }
    }
}
