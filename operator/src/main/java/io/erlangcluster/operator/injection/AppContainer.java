package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The container that runs the VM: the one the cluster names, else the pod's first. */
final class AppContainer {

    private AppContainer() {}

    /** {@code pod} with the environment of its application container replaced by {@code change} of it. */
    static Pod editEnv(Pod pod, InjectionContext context, UnaryOperator<List<EnvVar>> change) {
        List<Container> containers = new ArrayList<>(pod.getSpec().getContainers());
        int index = index(pod, containers, context);
        Container app = containers.get(index);
        List<EnvVar> env = change.apply(List.copyOf(app.getEnv()));
        containers.set(index, app.edit().withEnv(env).build());
        return pod.edit().editSpec().withContainers(containers).endSpec().build();
    }

    private static int index(Pod pod, List<Container> containers, InjectionContext context) {
        String wanted = context.cluster().getSpec().injection().container();
        if (wanted == null && !containers.isEmpty()) {
            return 0;
        }
        for (int i = 0; i < containers.size(); i++) {
            if (containers.get(i).getName().equals(wanted)) {
                return i;
            }
        }
        throw new IllegalArgumentException("pod " + pod.getMetadata().getName() + " has no container "
                + wanted + ": set spec.injection.container of ErlangCluster "
                + context.cluster().getMetadata().getName() + " to the one that runs the VM");
    }
}
