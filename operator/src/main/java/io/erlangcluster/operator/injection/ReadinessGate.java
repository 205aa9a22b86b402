package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Readiness;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodReadinessGate;

/** Lets the pod be ready only once its node has joined, where the cluster wants it. */
final class ReadinessGate implements PodMutator {

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        boolean wanted = context.cluster().getSpec().readiness().gate();
        PodReadinessGate gate = new PodReadinessGate(Readiness.JOINED);
        if (!wanted || pod.getSpec().getReadinessGates().contains(gate)) {
            return pod;
        }
        return pod.edit().editSpec().addToReadinessGates(gate).endSpec().build();
    }
}
