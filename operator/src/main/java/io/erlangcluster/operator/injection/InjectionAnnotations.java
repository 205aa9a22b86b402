package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Annotations;
import io.fabric8.kubernetes.api.model.Pod;

/** Says on the pod which node it is. */
final class InjectionAnnotations implements PodMutator {

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        return pod.edit()
                .editOrNewMetadata()
                .addToAnnotations(
                        Annotations.CLUSTER, context.cluster().getMetadata().getName())
                .addToAnnotations(Annotations.NODE_NAME, context.nodeName().toString())
                .addToAnnotations(Annotations.INJECTED, "true")
                .endMetadata()
                .build();
    }
}
