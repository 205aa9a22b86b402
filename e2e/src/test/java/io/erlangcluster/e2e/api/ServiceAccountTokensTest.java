package io.erlangcluster.e2e.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceAccountTokensTest {

    private static final String OURS = "erlang-cluster-operator";

    private EmbeddedApi api = new EmbeddedApi(0);
    private KubernetesClient client = client(api);

    private static KubernetesClient client(EmbeddedApi api) {
        return new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder(Config.empty())
                        .withMasterUrl(api.url())
                        .withNamespace("prod")
                        .build())
                .build();
    }

    @AfterEach
    void close() {
        client.close();
        api.close();
    }

    @Test
    void aTokenProvesThePodItIsBoundTo() {
        Pod pod = pod();
        TokenReviewStatus status = review(token(pod, 3600), OURS);
        assertThat(status.getAuthenticated()).isTrue();
        assertThat(status.getAudiences()).containsExactly(OURS);
        assertThat(status.getUser().getUsername()).isEqualTo("system:serviceaccount:prod:default");
        assertThat(status.getUser().getExtra())
                .containsEntry("authentication.kubernetes.io/pod-name", List.of("web-0"))
                .containsEntry(
                        "authentication.kubernetes.io/pod-uid",
                        List.of(pod.getMetadata().getUid()));
    }

    @Test
    void anotherAudienceIsRefused() {
        String token = token(pod(), 3600);
        assertRefused(review(token), "is invalid for the target audiences");
        assertRefused(review(token, "vault"), "is invalid for the target audiences");
        assertThat(review(token, "vault", OURS).getAudiences()).containsExactly(OURS);
    }

    @Test
    void theTokenOfADeletedPodIsRefusedThoughTheNameIsTakenAgain() {
        Pod pod = pod();
        String token = token(pod, 3600);
        client.resource(pod).delete();
        assertRefused(review(token, OURS), "invalidated");
        pod();
        assertRefused(review(token, OURS), "invalidated");
    }

    @Test
    void whatNobodyIssuedIsRefused() {
        assertRefused(review("guess", OURS), "invalid bearer token");
    }

    @Test
    void anExpiredTokenIsRefused() {
        close();
        api = new EmbeddedApi(0, Duration.ofSeconds(2));
        client = client(api);
        String token = token(pod(), 3600);
        await().atMost(20, TimeUnit.SECONDS).untilAsserted(() -> assertRefused(review(token, OURS), "expired"));
    }

    @Test
    void aTokenIsBoundOnlyToWhatIsThere() {
        Pod pod = pod();
        assertThat(Instant.parse(request(pod, 600).getExpirationTimestamp())).isAfter(Instant.now());
        assertThatThrownBy(() -> token(pod, 60)).hasMessageContaining("less than 10 minutes");
        Pod other = pod.edit().editMetadata().withUid("other").endMetadata().build();
        assertThatThrownBy(() -> token(other, 3600))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(409));
        Pod nobody = pod.edit().editMetadata().withName("nobody").endMetadata().build();
        assertThatThrownBy(() -> token(nobody, 3600))
                .isInstanceOfSatisfying(
                        KubernetesClientException.class,
                        e -> assertThat(e.getCode()).isEqualTo(404));
    }

    private static void assertRefused(TokenReviewStatus status, String why) {
        assertThat(status.getAuthenticated()).isNull();
        assertThat(status.getError()).contains(why);
        assertThat(status.getUser().getUsername()).isNull();
    }

    private Pod pod() {
        return client.resource(new PodBuilder()
                        .withNewMetadata()
                        .withName("web-0")
                        .endMetadata()
                        .withNewSpec()
                        .endSpec()
                        .build())
                .create();
    }

    private String token(Pod pod, long seconds) {
        return request(pod, seconds).getToken();
    }

    private TokenRequestStatus request(Pod pod, long seconds) {
        return client.serviceAccounts()
                .withName("default")
                .tokenRequest(new TokenRequestBuilder()
                        .withNewSpec()
                        .withAudiences(OURS)
                        .withExpirationSeconds(seconds)
                        .withNewBoundObjectRef(
                                "v1",
                                "Pod",
                                pod.getMetadata().getName(),
                                pod.getMetadata().getUid())
                        .endSpec()
                        .build())
                .getStatus();
    }

    private TokenReviewStatus review(String token, String... audiences) {
        return client.resource(new TokenReviewBuilder()
                        .withNewSpec()
                        .withToken(token)
                        .withAudiences(audiences)
                        .endSpec()
                        .build())
                .create()
                .getStatus();
    }
}
