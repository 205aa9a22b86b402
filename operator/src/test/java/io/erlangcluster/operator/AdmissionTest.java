package io.erlangcluster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.identity.CertificateAuthority;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReview;
import io.fabric8.kubernetes.api.model.admission.v1.AdmissionReviewBuilder;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfiguration;
import io.fabric8.kubernetes.api.model.admissionregistration.v1.MutatingWebhookConfigurationBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The webhook as the API server sees it: HTTPS with the operator's own certificate, and what it is told to call. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
class AdmissionTest {

    private static final Duration DEADLINE = Duration.ofSeconds(30);

    @Inject
    KubernetesClient api;

    @Inject
    CertificateAuthority authority;

    @SuppressWarnings("NullAway.Init") // MockApiServer sets it
    TestApiDispatcher server;

    @TestHTTPResource(value = "/admission/v1/prod/shop", tls = true)
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI webhook;

    @TestHTTPResource("/admission/v1/prod/shop")
    @SuppressWarnings("NullAway.Init") // Quarkus sets it
    URI plain;

    @BeforeEach
    void applyCluster() {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withName("shop").withNamespace("prod").build());
        cluster.setSpec(
                new ErlangClusterSpec(new Selector(Map.of("app", "shop"), List.of()), null, null, null, null, null));
        api.resource(cluster).create();
        await().atMost(DEADLINE).until(() -> authority.isReady());
    }

    @AfterEach
    void removeEverything() {
        api.resources(ErlangCluster.class).inNamespace("prod").delete();
        api.resources(ErlangNode.class).inNamespace("prod").delete();
        await().atMost(DEADLINE)
                .until(() -> told().isPresent() && told().get().getWebhooks().isEmpty());
    }

    @Test
    void aReviewIsAnsweredWithAPatchUnderTheOperatorsOwnCertificate() throws Exception {
        AdmissionReview answer = review(pod());
        assertThat(answer.getResponse().getUid()).isEqualTo("uid-1");
        assertThat(answer.getResponse().getAllowed()).isTrue();
        String patch =
                new String(Base64.getDecoder().decode(answer.getResponse().getPatch()), StandardCharsets.UTF_8);
        assertThat(patch).contains("erlang-sidecar").contains("shop.prod");
    }

    @Test
    void aRefusalSaysWhatTheUserCanDo() throws Exception {
        AdmissionReview answer =
                review(pod().edit().editSpec().withHostNetwork(true).endSpec().build());
        assertThat(answer.getResponse().getAllowed()).isFalse();
        assertThat(answer.getResponse().getStatus().getMessage())
                .startsWith("ErlangCluster shop: ")
                .contains("Set hostNetwork to false");
    }

    @Test
    void badReviewsGetAClearError() throws Exception {
        assertThat(post(webhook, "{").statusCode()).isEqualTo(400);
        assertThat(post(webhook, "").statusCode()).isEqualTo(400);
        assertThat(post(webhook, api.getKubernetesSerialization().asJson(pod())).body())
                .contains("not an AdmissionReview");
        assertThat(post(URI.create(webhook.toString().replace("/prod/", "/test/")), json(pod()))
                        .body())
                .contains("namespace prod")
                .contains("namespace test");
        assertThat(post(webhook, " ".repeat(3 * 1024 * 1024 + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void nothingIsReviewedWithoutTls() throws Exception {
        assertThat(post(plain, json(pod())).statusCode()).isEqualTo(421);
    }

    @Test
    void theApiServerIsToldAndHandEditsAreHealed() {
        await().atMost(DEADLINE)
                .until(() -> told().filter(is -> is.getWebhooks().size() == 1).isPresent());
        MutatingWebhookConfiguration right = told().orElseThrow();
        assertThat(right.getWebhooks().getFirst().getClientConfig().getCaBundle())
                .isEqualTo(Base64.getEncoder()
                        .encodeToString(authority.bundle().orElseThrow().getBytes(StandardCharsets.US_ASCII)));
        api.resource(right.edit()
                        .editFirstWebhook()
                        .withFailurePolicy("Ignore")
                        .endWebhook()
                        .build())
                .update();
        await().atMost(DEADLINE)
                .until(() -> told().filter(is -> is.getWebhooks().equals(right.getWebhooks()))
                        .isPresent());
        api.resource(right).delete();
        await().atMost(DEADLINE)
                .until(() -> told().filter(is -> is.getWebhooks().equals(right.getWebhooks()))
                        .isPresent());
    }

    @Test
    void anEmptyConfigurationIsFilledByAnOperatorThatMayNotCreateOne() {
        await().atMost(DEADLINE)
                .until(() -> told().filter(is -> is.getWebhooks().size() == 1).isPresent());
        MutatingWebhookConfiguration right = told().orElseThrow();
        server.failNext(403, "POST", "/mutatingwebhookconfigurations");
        api.resource(right).delete();
        await().atMost(DEADLINE).until(server::isEveryFailureUsed);
        assertThat(told()).isEmpty();
        api.resource(new MutatingWebhookConfigurationBuilder()
                        .withNewMetadata()
                        .withName(right.getMetadata().getName())
                        .addToLabels("helm", "me")
                        .endMetadata()
                        .build())
                .create();
        await().atMost(DEADLINE)
                .until(() -> told().filter(is -> is.getWebhooks().equals(right.getWebhooks()))
                        .isPresent());
        assertThat(told().orElseThrow().getMetadata().getLabels()).containsEntry("helm", "me");
    }

    @Test
    void theNamespaceGetsTheBundleThatSidecarsMount() {
        await().atMost(DEADLINE).until(() -> bundle().isPresent());
        assertThat(bundle().orElseThrow().getData())
                .containsEntry("ca.crt", authority.bundle().orElseThrow());
        api.resource(bundle().orElseThrow()
                        .edit()
                        .addToData("ca.crt", "nonsense")
                        .build())
                .update();
        await().atMost(DEADLINE)
                .until(() -> bundle().filter(map ->
                                map.getData().containsValue(authority.bundle().orElseThrow()))
                        .isPresent());
    }

    private AdmissionReview review(Pod pod) throws Exception {
        HttpResponse<String> answer = post(webhook, json(pod));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return api.getKubernetesSerialization().unmarshal(answer.body(), AdmissionReview.class);
    }

    private String json(Pod pod) {
        return api.getKubernetesSerialization()
                .asJson(new AdmissionReviewBuilder()
                        .withNewRequest()
                        .withUid("uid-1")
                        .withOperation("CREATE")
                        .withNamespace("prod")
                        .withNewKind("", "Pod", "v1")
                        .withObject(pod)
                        .endRequest()
                        .build());
    }

    private HttpResponse<String> post(URI uri, String body) throws Exception {
        try (HttpClient http = HttpClient.newBuilder()
                .sslContext(TestTrust.in(authority))
                .version(HttpClient.Version.HTTP_1_1)
                .build()) {
            return http.send(
                    HttpRequest.newBuilder(uri)
                            .timeout(DEADLINE)
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static Pod pod() {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName("web-")
                .addToLabels("app", "shop")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .endContainer()
                .endSpec()
                .build();
    }

    private Optional<MutatingWebhookConfiguration> told() {
        return Optional.ofNullable(api.admissionRegistration()
                .v1()
                .mutatingWebhookConfigurations()
                .withName("erlang-cluster-operator")
                .get());
    }

    private Optional<ConfigMap> bundle() {
        return Optional.ofNullable(api.configMaps()
                .inNamespace("prod")
                .withName("erlang-cluster-ca")
                .get());
    }
}
