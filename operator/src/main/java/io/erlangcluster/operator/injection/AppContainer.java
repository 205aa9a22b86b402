package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The container that runs the VM: the one the cluster names, else the pod's first. */
final class AppContainer {

    private AppContainer() {}

    /** What to do with the environment of the application's container. */
    interface Change {
        List<EnvVar> of(Container app) throws InjectionRefused;
    }

    /** {@code pod} with the environment of its application container replaced by {@code change} of it. */
    static Pod editEnv(Pod pod, InjectionContext context, Change change) throws InjectionRefused {
        List<Container> containers = new ArrayList<>(pod.getSpec().getContainers());
        Container app = find(containers, context);
        containers.set(
                containers.indexOf(app), app.edit().withEnv(change.of(app)).build());
        return pod.edit().editSpec().withContainers(containers).endSpec().build();
    }

    private static Container find(List<Container> containers, InjectionContext context) throws InjectionRefused {
        List<Container> theirs = containers.stream()
                .filter(container -> !container.getName().equals(SidecarContainer.NAME))
                .toList();
        Optional<String> wanted =
                Optional.ofNullable(context.cluster().getSpec().injection().container());
        return theirs.stream()
                .filter(container -> wanted.map(container.getName()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() -> new InjectionRefused("the pod has no container "
                        + wanted.orElse("at all") + ", only "
                        + theirs.stream().map(Container::getName).toList()
                        + ": set spec.injection.container of the ErlangCluster to the one that runs the VM, or name"
                        + " that container so"));
    }
}
