package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Name and cookie for the VM. They come first, because {@code $(NAME)} only sees what stands before it. A variable that
 * the user sets to something else is refused: a node under another name or cookie would be missing without a word.
 * Variables by {@code envFrom} lose against these, as Kubernetes has it.
 */
final class NodeEnvironment implements PodMutator {

    private static final String EPMD_PORT = "ERL_EPMD_PORT";

    /** Variables that lead the VM past the sidecar's EPMD. */
    private static final Map<String, String> BYPASS = Map.of(
            EPMD_PORT,
            "the pod's EPMD listens on " + SidecarContainer.EPMD_PORT,
            "ERL_DIST_PORT",
            "a release that gets it does without EPMD, and so is never found");

    @Override
    public Pod mutate(Pod pod, InjectionContext context) throws InjectionRefused {
        List<EnvVar> ours = variables(context);
        return AppContainer.editEnv(pod, context, app -> merge(app, ours));
    }

    private static List<EnvVar> variables(InjectionContext context) {
        List<EnvVar> variables = new ArrayList<>();
        context.nodeName().ifPresent(name -> variables.add(value("NODE_NAME", name.toString())));
        variables.add(new EnvVarBuilder()
                .withName("NODE_COOKIE")
                .withNewValueFrom()
                .withNewSecretKeyRef(context.cookie().key(), context.cookie().name(), null)
                .endValueFrom()
                .build());
        context.nodeName().ifPresent(name -> {
            variables.add(value("RELEASE_DISTRIBUTION", "name"));
            variables.add(value("RELEASE_NODE", name.toString()));
        });
        variables.add(value("RELEASE_COOKIE", "$(NODE_COOKIE)"));
        return variables;
    }

    private static List<EnvVar> merge(Container app, List<EnvVar> ours) throws InjectionRefused {
        List<EnvVar> merged = new ArrayList<>(ours);
        for (EnvVar user : app.getEnv()) {
            refuseBypass(app, user);
            Optional<EnvVar> same = ours.stream()
                    .filter(variable -> variable.getName().equals(user.getName()))
                    .findFirst();
            if (same.isEmpty()) {
                merged.add(user);
            } else if (!same.get().equals(user)) {
                throw new InjectionRefused("container " + app.getName() + " sets " + user.getName()
                        + " itself, against what the cluster gives it: remove it"
                        + (user.getName().endsWith("COOKIE")
                                ? ", or name its Secret in spec.cookie.secretRef of the ErlangCluster"
                                : ", or set spec.nodeNames: Existing in the ErlangCluster"));
            }
        }
        return merged;
    }

    private static void refuseBypass(Container app, EnvVar user) throws InjectionRefused {
        String why = BYPASS.get(user.getName());
        boolean harmless = EPMD_PORT.equals(user.getName())
                && Integer.toString(SidecarContainer.EPMD_PORT).equals(user.getValue());
        if (why != null && !harmless) {
            throw new InjectionRefused(
                    "container " + app.getName() + " sets " + user.getName() + ": " + why + ". Remove it");
        }
    }

    private static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }
}
