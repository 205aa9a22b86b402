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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    /** A node that is Up. */
    private record Risen(String name, String podUid, String group, Instant since) {

        static Risen of(ErlangNode node, Mixing mixing) {
            return new Risen(
                    node.getSpec().name(),
                    node.getSpec().pod().uid(),
                    Mesh.group(node, mixing),
                    Observation.since(node));
        }

        /** Whether it belongs to the group of {@code other}, and was Up when that came Up. */
        boolean isElderOf(Risen other) {
            return !name.equals(other.name) && !since.isAfter(other.since) && group.equals(other.group);
        }
    }

    static Decision decide(Observation seen) {
        Map<String, Pod> waiting = new HashMap<>();
        seen.claims().holders().values().stream()
                .filter(JoinedGate::waits)
                .forEach(pod -> waiting.put(pod.getMetadata().getUid(), pod));
        return waiting.isEmpty() ? new Decision(List.of(), Optional.empty()) : decide(seen, waiting);
    }

    private static Decision decide(Observation seen, Map<String, Pod> waiting) {
        List<Verdict> verdicts = new ArrayList<>();
        Optional<Duration> nextLook = Optional.empty();
        Duration grace = Duration.ofSeconds(seen.cluster().getSpec().readiness().graceSeconds());
        Mixing mixing = seen.cluster().getSpec().mixing();
        List<Risen> up =
                seen.in(Phase.UP).stream().map(node -> Risen.of(node, mixing)).toList();
        for (Risen node : up) {
            Pod pod = waiting.get(node.podUid());
            if (pod == null) {
                continue;
            }
            Duration left = Duration.between(seen.now(), node.since().plus(grace));
            Verdict verdict = verdict(seen, node, elders(node, up), pod, left);
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

    private static Verdict verdict(Observation seen, Risen node, List<String> elders, Pod pod, Duration left) {
        List<String> missing = elders.stream()
                .filter(elder -> !seen.links().linked(node.name(), elder))
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
    private static List<String> elders(Risen node, List<Risen> up) {
        return up.stream()
                .filter(other -> other.isElderOf(node))
                .map(Risen::name)
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
