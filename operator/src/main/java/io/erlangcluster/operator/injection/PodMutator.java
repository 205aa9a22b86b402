package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Pod;

/** One concern of injection. Applying it twice changes nothing more. */
interface PodMutator {

    /**
     * {@code pod} with this concern taken care of; {@code pod} itself is not changed.
     *
     * @throws InjectionRefused if the pod contradicts it
     */
    Pod mutate(Pod pod, InjectionContext context) throws InjectionRefused;
}
