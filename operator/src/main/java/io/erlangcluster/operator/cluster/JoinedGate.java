package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.api.Readiness;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The pod condition {@code erlangcluster.io/joined}: True once the pod's node is linked to every node that was Up when
 * it came Up, or when its time is over; then True for ever. Whom it waits for is read from the ErlangNodes (Up at least
 * as long as itself), so that a new leader decides as the old one would have.
 */
final class JoinedGate {

    /**
     * What a pod's condition should be now.
     *
     * @param open true opens the gate
     */
    record Verdict(Pod pod, boolean open, String reason, String message) {}

    /**
     * The conditions to write, and when to look again.
     *
     * @param nextLook absent if nobody waits
     */
    record Decision(List<Verdict> verdicts, Optional<Duration> nextLook) {}

    private JoinedGate() {}

    static Decision decide(Observation seen) {
        List<Verdict> verdicts = new ArrayList<>();
        Optional<Duration> nextLook = Optional.empty();
        Duration grace = Duration.ofSeconds(seen.cluster().getSpec().readiness().graceSeconds());
        for (ErlangNode node : seen.in(Phase.UP)) {
            Optional<Pod> waiting = seen.claims().holders().values().stream()
                    .filter(pod -> pod.getMetadata()
                            .getUid()
                            .equals(node.getSpec().pod().uid()))
                    .filter(JoinedGate::waits)
                    .findFirst();
            if (waiting.isEmpty()) {
                continue;
            }
            Duration left = Duration.between(seen.now(), Observation.since(node).plus(grace));
            Verdict verdict = verdict(seen, node, waiting.get(), left);
            if (!verdict.open()) {
                nextLook =
                        nextLook.filter(sooner -> sooner.compareTo(left) <= 0).or(() -> Optional.of(left));
            }
            if (!isWritten(verdict)) {
                verdicts.add(verdict);
            }
        }
        return new Decision(verdicts, nextLook);
    }

    private static Verdict verdict(Observation seen, ErlangNode node, Pod pod, Duration left) {
        List<String> elders = elders(seen, node);
        List<String> missing = elders.stream()
                .filter(elder -> !Mesh.linked(node.getSpec().name(), elder, seen.links()))
                .toList();
        if (elders.isEmpty()) {
            return new Verdict(pod, true, "First", "no other node was Up");
        }
        if (missing.isEmpty()) {
            return new Verdict(pod, true, "Joined", "linked to every node that was Up: " + Listing.of(elders));
        }
        return left.isPositive()
                ? new Verdict(pod, false, "Waiting", "for links to the nodes that were Up: " + Listing.of(elders))
                : new Verdict(
                        pod,
                        true,
                        "GraceElapsed",
                        "ready although not linked to " + Listing.of(missing)
                                + "; see the condition MeshComplete of the ErlangCluster");
    }

    /** The nodes of its group that were Up when it came Up, and still are. */
    private static List<String> elders(Observation seen, ErlangNode node) {
        Mixing mixing = seen.cluster().getSpec().mixing();
        Instant since = Observation.since(node);
        return seen.in(Phase.UP).stream()
                .filter(other -> !other.getSpec().name().equals(node.getSpec().name()))
                .filter(other -> !Observation.since(other).isAfter(since))
                .filter(other -> Mesh.group(other, mixing).equals(Mesh.group(node, mixing)))
                .map(other -> other.getSpec().name())
                .toList();
    }

    private static boolean waits(Pod pod) {
        return pod.getSpec() != null
                && pod.getSpec().getReadinessGates().stream()
                        .anyMatch(gate -> Readiness.JOINED.equals(gate.getConditionType()))
                && condition(pod)
                        .filter(joined -> "True".equals(joined.getStatus()))
                        .isEmpty();
    }

    private static boolean isWritten(Verdict verdict) {
        return condition(verdict.pod())
                .filter(is -> !verdict.open()
                        && verdict.reason().equals(is.getReason())
                        && verdict.message().equals(is.getMessage()))
                .isPresent();
    }

    static Optional<PodCondition> condition(Pod pod) {
        return pod.getStatus() == null
                ? Optional.empty()
                : pod.getStatus().getConditions().stream()
                        .filter(condition -> Readiness.JOINED.equals(condition.getType()))
                        .findFirst();
    }
}
