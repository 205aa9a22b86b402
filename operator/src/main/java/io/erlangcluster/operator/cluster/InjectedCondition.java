package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;

/** Injected: every pod that the selector matches has the sidecar of this cluster. */
final class InjectedCondition {

    static final String TYPE = "Injected";

    private InjectedCondition() {}

    static Condition of(Observation seen) {
        Outsiders outsiders = seen.outsiders();
        if (!outsiders.taken().isEmpty()) {
            return condition(
                    seen,
                    "False",
                    "OtherCluster",
                    "the selector also matches pods of other clusters: " + Listing.of(outsiders.taken())
                            + "; let no pod match two ErlangClusters");
        }
        int early = outsiders.early().size();
        if (early > 0) {
            return condition(
                    seen,
                    "False",
                    "PodsStartedBefore",
                    early + (early == 1 ? " pod was" : " pods were") + " started before this cluster was there: "
                            + Listing.of(outsiders.early()) + "; " + Listing.of(outsiders.restarts()));
        }
        return seen.claims().holders().isEmpty()
                ? condition(seen, "Unknown", "NoPods", "no pod matches the selector")
                : condition(seen, "True", "AllInjected", "every pod that matches the selector is a node");
    }

    private static Condition condition(Observation seen, String status, String reason, String message) {
        return Condition.of(TYPE, status, reason, message, seen.generation());
    }
}
