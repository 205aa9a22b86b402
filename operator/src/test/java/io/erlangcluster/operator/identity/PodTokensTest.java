package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PodTokensTest {

    private static final String TOKEN = "eyJhbGciOi.secret.signature";
    private static final Map<String, List<String>> WEB_0 = Map.of(
            "authentication.kubernetes.io/pod-name", List.of("web-0"),
            "authentication.kubernetes.io/pod-uid", List.of("uid-0"));

    @Test
    void aTokenOfOurAudienceThatIsBoundToAPodProvesThePod() {
        List<TokenReview> asked = new ArrayList<>();
        PodProof proof = tokens(question -> {
                    asked.add(question);
                    return accepted("system:serviceaccount:prod:web", WEB_0, PodTokens.AUDIENCE);
                })
                .prove(TOKEN);
        assertThat(proof).isEqualTo(new PodProof.Proven("prod", "web-0", "uid-0"));
        assertThat(asked.getFirst().getSpec().getAudiences()).containsExactly(PodTokens.AUDIENCE);
        assertThat(asked.getFirst().getSpec().getToken()).isEqualTo(TOKEN);
    }

    @Test
    void whatTheApiServerDoesNotAcceptProvesNothingAndTheReasonIsPassedOnWithoutTheToken() {
        PodProof proof = tokens(question -> new TokenReviewBuilder()
                        .withNewStatus()
                        .withAuthenticated(false)
                        .withError("[invalid bearer token, " + TOKEN + " has expired]")
                        .endStatus()
                        .build())
                .prove(TOKEN);
        assertThat(proof).isInstanceOf(PodProof.Unproven.class);
        assertThat(proof.toString()).contains("has expired").doesNotContain("secret");
    }

    @Test
    void anAnswerThatSaysNothingOfOurAudienceProvesNothing() {
        assertThat(tokens(question -> accepted("system:serviceaccount:prod:web", WEB_0))
                        .prove(TOKEN))
                .isInstanceOf(PodProof.Unproven.class)
                .asString()
                .contains("audience");
        assertThat(tokens(question -> accepted("system:serviceaccount:prod:web", WEB_0, "vault"))
                        .prove(TOKEN))
                .isInstanceOf(PodProof.Unproven.class);
        assertThat(tokens(question -> new TokenReview()).prove(TOKEN)).isInstanceOf(PodProof.Unproven.class);
    }

    @Test
    void whoIsNoPodProvesNothing() {
        assertThat(tokens(question -> accepted("system:serviceaccount:prod:web", Map.of(), PodTokens.AUDIENCE))
                        .prove(TOKEN))
                .isEqualTo(new PodProof.Unproven("the token is not bound to a pod"));
        assertThat(tokens(question -> accepted("alice", WEB_0, PodTokens.AUDIENCE))
                        .prove(TOKEN))
                .isEqualTo(new PodProof.Unproven("the token is not bound to a pod"));
    }

    @Test
    void whatCannotBeATokenIsNotAskedAbout() {
        PodTokens none = tokens(question -> {
            throw new AssertionError("asked");
        });
        assertThat(none.prove("")).isInstanceOf(PodProof.Unproven.class);
        assertThat(none.prove("x".repeat(16 * 1024 + 1))).isInstanceOf(PodProof.Unproven.class);
    }

    @Test
    void anApiServerThatFailsDecidesNothingAndAMissingRightIsNamed() {
        assertThat(tokens(question -> {
                            throw new KubernetesClientException("about " + TOKEN, 500, null);
                        })
                        .prove(TOKEN))
                .isInstanceOf(PodProof.Undecided.class)
                .asString()
                .doesNotContain("secret");
        assertThat(tokens(question -> {
                            throw new KubernetesClientException("forbidden", 403, null);
                        })
                        .prove(TOKEN))
                .isInstanceOf(PodProof.Undecided.class)
                .asString()
                .contains("tokenreviews", "RBAC");
    }

    @Test
    void soManyQuestionsAreOpenAtATimeAndNoMore() throws InterruptedException {
        AtomicInteger open = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        PodTokens tokens = tokens(question -> {
            open.incrementAndGet();
            await().until(() -> answer.getCount() == 0);
            return new TokenReview();
        });
        List<Thread> asking = List.of(
                Thread.startVirtualThread(() -> tokens.prove(TOKEN)),
                Thread.startVirtualThread(() -> tokens.prove(TOKEN)));
        await().atMost(Duration.ofSeconds(30)).until(() -> open.get() == 2);
        assertThat(tokens.prove(TOKEN)).isInstanceOf(PodProof.Undecided.class);
        assertThat(open).hasValue(2);
        answer.countDown();
        for (Thread thread : asking) {
            thread.join();
        }
        assertThat(tokens.prove(TOKEN)).isInstanceOf(PodProof.Unproven.class);
    }

    private static PodTokens tokens(UnaryOperator<TokenReview> api) {
        return new PodTokens(api, 2, Duration.ofMillis(50));
    }

    private static TokenReview accepted(String user, Map<String, List<String>> extra, String... audiences) {
        return new TokenReviewBuilder()
                .withNewStatus()
                .withAuthenticated(true)
                .withAudiences(audiences)
                .withNewUser()
                .withUsername(user)
                .withExtra(extra)
                .endUser()
                .endStatus()
                .build();
    }
}
