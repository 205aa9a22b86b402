package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Progressing: nodes come, go or connect, and nobody need do anything yet. As with a Deployment, what has not arrived
 * after {@link #PATIENCE} counts as stalled.
 */
final class ProgressingCondition {

    static final String TYPE = "Progressing";
    static final Duration PATIENCE = Duration.ofMinutes(10);

    private ProgressingCondition() {}

    static Condition of(Observation seen, Condition meshComplete) {
        List<ErlangNode> moving = moving(seen);
        List<String> names =
                moving.stream().map(node -> node.getSpec().name()).sorted().toList();
        Optional<Instant> since = moving.stream().map(Observation::since).min(Instant::compareTo);
        if (!moving.isEmpty()) {
            return since.filter(start -> isOver(seen, start)).isPresent()
                    ? condition(
                            seen,
                            "False",
                            "Stalled",
                            "neither up nor gone since " + since.get() + " " + Listing.are(names)
                                    + ": see kubectl describe pod, and the log of the container erlang-sidecar")
                    : condition(seen, "True", "NodesChanging", "on the way " + Listing.are(names));
        }
        if (meshComplete.status().equals("True") || seen.in(Phase.UP).isEmpty()) {
            return condition(seen, "False", "Settled", "nothing is on the way");
        }
        return meshSince(seen, meshComplete)
                        .filter(start -> isOver(seen, start))
                        .isPresent()
                ? condition(seen, "False", "Stalled", meshComplete.message())
                : condition(seen, "True", "MeshForming", meshComplete.message());
    }

    /** When this condition will change although nothing else does. */
    static Optional<Duration> nextLook(Observation seen, ErlangClusterStatus status) {
        Condition meshComplete = status.condition(MeshCompleteCondition.TYPE).orElseThrow();
        Stream<Instant> starts =
                Stream.concat(moving(seen).stream().map(Observation::since), meshSince(seen, meshComplete).stream());
        return starts.map(start -> Duration.between(seen.now(), start.plus(PATIENCE)))
                .filter(Duration::isPositive)
                .min(Duration::compareTo)
                .map(wait -> wait.plusSeconds(1));
    }

    private static List<ErlangNode> moving(Observation seen) {
        return Stream.concat(seen.in(Phase.RESERVED).stream(), seen.in(Phase.LEAVING).stream())
                .toList();
    }

    private static Optional<Instant> meshSince(Observation seen, Condition meshComplete) {
        return meshComplete.status().equals("True")
                ? Optional.empty()
                : seen.before()
                        .flatMap(before -> incomplete(before, meshComplete))
                        .or(() -> Optional.of(seen.now()));
    }

    private static Optional<Instant> incomplete(ErlangClusterStatus before, Condition meshComplete) {
        return before.condition(MeshCompleteCondition.TYPE)
                .filter(was -> was.status().equals(meshComplete.status()))
                .map(was -> Instant.parse(was.lastTransitionTime()));
    }

    private static boolean isOver(Observation seen, Instant start) {
        return !start.plus(PATIENCE).isAfter(seen.now());
    }

    private static Condition condition(Observation seen, String status, String reason, String message) {
        return Condition.of(TYPE, status, reason, message, seen.generation());
    }
}
