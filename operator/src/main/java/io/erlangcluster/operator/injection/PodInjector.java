package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;

/** Turns a pod as its user wrote it into a node of its cluster. */
public final class PodInjector {

    private final List<PodMutator> mutators = List.of(
            new InjectionAnnotations(),
            new HostAliases(),
            new NodeEnvironment(),
            new ErlFlags(),
            new PodVolumes(),
            new ReadinessGate(),
            new SidecarContainer());

    /**
     * {@code pod} with all that a node needs; injecting twice changes nothing more. {@code pod} itself is not changed.
     *
     * @throws InjectionRefused if the pod contradicts what a node needs
     */
    public Pod inject(Pod pod, InjectionContext context) throws InjectionRefused {
        Pod injected = pod;
        for (PodMutator mutator : mutators) {
            injected = mutator.mutate(injected, context);
        }
        return injected;
    }
}
