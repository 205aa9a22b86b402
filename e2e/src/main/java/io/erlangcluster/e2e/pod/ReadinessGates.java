package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.List;

/** Conditions that others set and that a pod waits for before it is ready. */
final class ReadinessGates {

    private ReadinessGates() {}

    static boolean areOpen(Pod pod) {
        return pod.getSpec().getReadinessGates().stream()
                .allMatch(gate -> conditions(pod).stream()
                        .anyMatch(condition -> condition.getType().equals(gate.getConditionType())
                                && "True".equals(condition.getStatus())));
    }

    static List<PodCondition> conditions(Pod pod) {
        return pod.getStatus() == null ? List.of() : pod.getStatus().getConditions();
    }
}
