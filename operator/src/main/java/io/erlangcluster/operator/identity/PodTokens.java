package io.erlangcluster.operator.identity;

import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Asks the API server whose a token is (TokenReview). Every token is asked for every time: an answer that is kept would
 * outlive the token's revocation. How many questions are open at a time is bounded.
 */
@Singleton
public class PodTokens {

    /** Of the tokens that pods are given for us: they are worth nothing to anybody else, and others' nothing to us. */
    public static final String AUDIENCE = "erlang-cluster-operator";

    /** Those of the API server have some 1,200 characters. */
    private static final int LONGEST_TOKEN = 16 * 1024;

    private static final int LONGEST_ERROR = 300;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Pattern SERVICE_ACCOUNT = Pattern.compile("system:serviceaccount:([^:]+):[^:]+");

    /** Of k8s.io/apiserver/pkg/authentication/serviceaccount/util.go. */
    private static final String POD_NAME = "authentication.kubernetes.io/pod-name";

    private static final String POD_UID = "authentication.kubernetes.io/pod-uid";

    private final UnaryOperator<TokenReview> api;
    private final Semaphore free;
    private final Duration patience;

    @Inject
    PodTokens(KubernetesClient client, IdentitySettings settings) {
        this(
                question -> client.authentication().v1().tokenReviews().create(question),
                settings.tokenReviews(),
                PATIENCE);
    }

    PodTokens(UnaryOperator<TokenReview> api, int atOnce, Duration patience) {
        this.api = api;
        this.free = new Semaphore(atOnce);
        this.patience = patience;
    }

    /** Blocks until the API server has answered. No result and no exception contains {@code token}. */
    public PodProof prove(String token) {
        if (token.isEmpty()) {
            return new PodProof.Unproven(
                    "the Hello carries no token: is the file of ERLANGCLUSTER_TOKEN_FILE mounted?");
        }
        if (token.length() > LONGEST_TOKEN) {
            return new PodProof.Unproven("the token is longer than " + LONGEST_TOKEN + " characters");
        }
        try {
            if (!free.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return new PodProof.Undecided("too many tokens wait for their TokenReview");
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return new PodProof.Undecided("the operator stops");
        }
        try {
            return proof(review(token), token);
        } catch (KubernetesClientException failed) {
            return new PodProof.Undecided(
                    failed.getCode() == HttpURLConnection.HTTP_FORBIDDEN
                            ? "the operator may not create tokenreviews.authentication.k8s.io: apply its RBAC"
                            : "no TokenReview: " + without(token, failed.getMessage()));
        } finally {
            free.release();
        }
    }

    private Optional<TokenReviewStatus> review(String token) {
        TokenReview question = new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(AUDIENCE)
                .endSpec()
                .build();
        return Optional.ofNullable(api.apply(question)).map(TokenReview::getStatus);
    }

    private static PodProof proof(Optional<TokenReviewStatus> answer, String token) {
        if (answer.filter(status -> Boolean.TRUE.equals(status.getAuthenticated()))
                .isEmpty()) {
            return new PodProof.Unproven("the API server does not accept the token: "
                    + without(token, answer.map(TokenReviewStatus::getError).orElse("")));
        }
        // An API server that knows no audiences accepts tokens meant for others, and leaves the list empty.
        if (!answer.map(TokenReviewStatus::getAudiences).orElse(List.of()).contains(AUDIENCE)) {
            return new PodProof.Unproven("the token is not for the audience " + AUDIENCE);
        }
        Optional<UserInfo> user = answer.map(TokenReviewStatus::getUser);
        Matcher account =
                SERVICE_ACCOUNT.matcher(user.map(UserInfo::getUsername).orElse(""));
        Map<String, List<String>> extra = user.map(UserInfo::getExtra).orElse(Map.of());
        Optional<String> pod = only(extra, POD_NAME);
        Optional<String> uid = only(extra, POD_UID);
        return account.matches() && pod.isPresent() && uid.isPresent()
                ? new PodProof.Proven(account.group(1), pod.get(), uid.get())
                : new PodProof.Unproven("the token is not bound to a pod");
    }

    private static Optional<String> only(Map<String, List<String>> extra, String key) {
        List<String> values = extra.getOrDefault(key, List.of());
        return values.size() == 1 ? Optional.of(values.getFirst()) : Optional.empty();
    }

    private static String without(String token, @Nullable String message) {
        String text = Optional.ofNullable(message).orElse("").replace(token, "<token>");
        return text.substring(0, Math.min(text.length(), LONGEST_ERROR));
    }
}
