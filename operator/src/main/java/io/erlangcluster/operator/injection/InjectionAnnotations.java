package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Annotations;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;

/** Says on the pod which node it is. */
final class InjectionAnnotations implements PodMutator {

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        PodBuilder annotated = pod.edit()
                .editOrNewMetadata()
                .addToAnnotations(
                        Annotations.CLUSTER, context.cluster().getMetadata().getName())
                .addToAnnotations(Annotations.INJECTED, "true")
                .endMetadata();
        context.nodeName()
                .ifPresent(name -> annotated
                        .editMetadata()
                        .addToAnnotations(Annotations.NODE_NAME, name.toString())
                        .endMetadata());
        return annotated.build();
    }
}
