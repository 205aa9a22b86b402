package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import java.util.List;
import java.util.Map;

/** CookieAccepted: there is a cookie, and every node lets its sidecar in with it. */
final class CookieAcceptedCondition {

    static final String TYPE = "CookieAccepted";

    /** How a sidecar words it (DistFailure.CookieRejected). */
    private static final String REJECTED = "rejected the cookie";

    private CookieAcceptedCondition() {}

    static Condition of(Observation seen) {
        return switch (seen.cookie()) {
            case CookieState.Unusable(String _, String reason, String message) ->
                condition(seen, "False", reason, message);
            case CookieState.Usable(String secret) -> ofNodes(seen, secret);
        };
    }

    private static Condition ofNodes(Observation seen, String secret) {
        List<String> rejected = seen.links()
                .causes()
                .filter(failure -> failure.getValue().contains(REJECTED))
                .map(Map.Entry::getKey)
                .distinct()
                .sorted()
                .toList();
        if (!rejected.isEmpty()) {
            return condition(
                    seen,
                    "False",
                    "CookieRejected",
                    "not the cookie of Secret " + secret + ": " + Listing.of(rejected)
                            + "; let the VM take its cookie from NODE_COOKIE, or restart pods that are older than the"
                            + " Secret");
        }
        return seen.links().isEmpty()
                ? condition(seen, "Unknown", "NotReported", "no node has reported yet")
                : condition(seen, "True", "Accepted", "every node has the cookie of Secret " + secret);
    }

    private static Condition condition(Observation seen, String status, String reason, String message) {
        return Condition.of(TYPE, status, reason, message, seen.generation());
    }
}
