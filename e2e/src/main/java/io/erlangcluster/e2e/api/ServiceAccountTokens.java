package io.erlangcluster.e2e.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.authentication.TokenRequest;
import io.fabric8.kubernetes.api.model.authentication.TokenRequestSpec;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatusBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * TokenRequest and TokenReview as API server 1.29 answers them, with opaque tokens in the place of signed ones. Service
 * accounts are taken to be there: no controller makes the default ones here. Not thread-safe.
 */
final class ServiceAccountTokens {

    static final String REVIEWS = "/apis/authentication.k8s.io/v1/tokenreviews";

    /** Whom a token is for, and a review by, that names no audience. */
    private static final String API_AUDIENCE = "https://kubernetes.default.svc";

    private static final Pattern REQUEST = Pattern.compile("/api/v1/namespaces/([^/]+)/serviceaccounts/([^/]+)/token");
    private static final String CLAIM = "authentication.kubernetes.io/";
    private static final long DEFAULT_SECONDS = 3600;
    private static final long LEAST_SECONDS = 600;
    private static final int BITS = 256;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new HashMap<>();
    private final Duration longest;
    private final Function<String, Optional<ObjectNode>> objects;

    private record Issued(
            String namespace, String account, List<String> audiences, Optional<BoundPod> pod, Instant expires) {}

    private record BoundPod(String name, String uid) {}

    /** A request that is not granted. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;
        final int code;
        final String reason;

        Refused(int code, String reason, String message) {
            super(message);
            this.code = code;
            this.reason = reason;
        }
    }

    /**
     * @param longest no token lives longer, whatever is asked for: --service-account-max-token-expiration
     * @param objects what is stored under a path
     */
    ServiceAccountTokens(Duration longest, Function<String, Optional<ObjectNode>> objects) {
        this.longest = longest;
        this.objects = objects;
    }

    static boolean isRequest(String path) {
        return REQUEST.matcher(path).matches();
    }

    /** The TokenRequest with its status. */
    String issue(String path, String body) throws Refused {
        Matcher account = REQUEST.matcher(path);
        if (!account.matches()) {
            throw new IllegalArgumentException(path);
        }
        TokenRequest request = Serialization.unmarshal(body, TokenRequest.class);
        TokenRequestSpec spec = request.getSpec();
        long asked = Optional.ofNullable(spec.getExpirationSeconds()).orElse(DEFAULT_SECONDS);
        if (asked < LEAST_SECONDS) {
            throw new Refused(
                    422, "Invalid", "spec.expirationSeconds: may not specify a duration less than 10 minutes");
        }
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        Issued token = new Issued(
                account.group(1),
                account.group(2),
                orApi(spec.getAudiences()),
                bound(account.group(1), account.group(2), spec),
                now.plusSeconds(Math.min(asked, longest.toSeconds())));
        String secret = new BigInteger(BITS, random).toString(Character.MAX_RADIX);
        issued.values().removeIf(old -> old.expires().isBefore(now));
        issued.put(secret, token);
        return Serialization.asJson(request.edit()
                .editSpec()
                .withAudiences(token.audiences())
                .endSpec()
                .withNewStatus(token.expires().toString(), secret)
                .build());
    }

    private Optional<BoundPod> bound(String namespace, String account, TokenRequestSpec spec) throws Refused {
        if (spec.getBoundObjectRef() == null) {
            return Optional.empty();
        }
        String name = spec.getBoundObjectRef().getName();
        ObjectNode pod =
                pod(namespace, name).orElseThrow(() -> new Refused(404, "NotFound", "pods \"" + name + "\" not found"));
        String uid = uid(pod);
        String wanted = Optional.ofNullable(spec.getBoundObjectRef().getUid()).orElse(uid);
        if (!wanted.equals(uid)) {
            throw new Refused(
                    409, "Conflict", "the UID in the bound object reference (" + wanted + ") does not match " + uid);
        }
        if (!pod.at("/spec/serviceAccountName").asText("default").equals(account)) {
            throw new Refused(
                    400,
                    "BadRequest",
                    "cannot bind token for serviceaccount \"" + account + "\" to pod "
                            + "running with different serviceaccount name");
        }
        return Optional.of(new BoundPod(name, uid));
    }

    /** The TokenReview with its status. */
    String review(String body) {
        TokenReview review = Serialization.unmarshal(body, TokenReview.class);
        List<String> audiences = orApi(review.getSpec().getAudiences());
        TokenReviewStatus status = Optional.ofNullable(
                        issued.get(review.getSpec().getToken()))
                .map(token -> status(token, audiences))
                .orElseGet(() -> refused("invalid bearer token"));
        return Serialization.asJson(
                new TokenReviewBuilder(review).withStatus(status).build());
    }

    private TokenReviewStatus status(Issued token, List<String> audiences) {
        List<String> common =
                audiences.stream().filter(token.audiences()::contains).toList();
        if (common.isEmpty()) {
            return refused("[invalid bearer token, token audiences " + token.audiences()
                    + " is invalid for the target audiences " + audiences + "]");
        }
        if (token.expires().isBefore(Instant.now())) {
            return refused("[invalid bearer token, service account token has expired]");
        }
        if (!token.pod().map(pod -> lives(token.namespace(), pod)).orElse(true)) {
            return refused("[invalid bearer token, service account token has been invalidated]");
        }
        Map<String, List<String>> extra = new HashMap<>();
        token.pod().ifPresent(pod -> {
            extra.put(CLAIM + "pod-name", List.of(pod.name()));
            extra.put(CLAIM + "pod-uid", List.of(pod.uid()));
        });
        return new TokenReviewStatusBuilder()
                .withAuthenticated(true)
                .withAudiences(common)
                .withNewUser()
                .withUsername("system:serviceaccount:" + token.namespace() + ":" + token.account())
                .withGroups(
                        "system:serviceaccounts", "system:serviceaccounts:" + token.namespace(), "system:authenticated")
                .withExtra(extra)
                .endUser()
                .build();
    }

    /** What is not authenticated is answered with an empty user, and without the field that says so. */
    private static TokenReviewStatus refused(String error) {
        return new TokenReviewStatusBuilder()
                .withNewUser()
                .endUser()
                .withError(error)
                .build();
    }

    private boolean lives(String namespace, BoundPod bound) {
        return pod(namespace, bound.name())
                .filter(pod -> uid(pod).equals(bound.uid()))
                .isPresent();
    }

    private Optional<ObjectNode> pod(String namespace, String name) {
        return objects.apply("/api/v1/namespaces/" + namespace + "/pods/" + name);
    }

    private static String uid(ObjectNode object) {
        return object.at("/metadata/uid").asText();
    }

    private static List<String> orApi(List<String> audiences) {
        return audiences.isEmpty() ? List.of(API_AUDIENCE) : List.copyOf(audiences);
    }
}
