package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Name and cookie for the VM. They come first, because {@code $(NAME)} only sees what stands before it; they win over
 * the user's variables of the same name, because a node under another name is not in the mesh.
 */
final class NodeEnvironment implements PodMutator {

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        String name = context.nodeName().toString();
        List<EnvVar> ours = List.of(
                new EnvVar("NODE_NAME", name, null),
                new EnvVarBuilder()
                        .withName("NODE_COOKIE")
                        .withNewValueFrom()
                        .withNewSecretKeyRef(
                                context.cookie().key(), context.cookie().name(), null)
                        .endValueFrom()
                        .build(),
                new EnvVar("RELEASE_DISTRIBUTION", "name", null),
                new EnvVar("RELEASE_NODE", name, null),
                new EnvVar("RELEASE_COOKIE", "$(NODE_COOKIE)", null));
        Set<String> taken = ours.stream().map(EnvVar::getName).collect(Collectors.toSet());
        return AppContainer.editEnv(pod, context, env -> {
            List<EnvVar> merged = new ArrayList<>(ours);
            env.stream().filter(user -> !taken.contains(user.getName())).forEach(merged::add);
            return merged;
        });
    }
}
