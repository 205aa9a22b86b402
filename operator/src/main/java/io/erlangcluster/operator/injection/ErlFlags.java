package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Injection;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;

/**
 * Extends ERL_AFLAGS: with name and cookie where the cluster asks for it, and with the loopback binding that leaves the
 * tunnel as the only way in.
 */
final class ErlFlags implements PodMutator {

    private static final String VARIABLE = "ERL_AFLAGS";
    private static final String NAME = "-name $(NODE_NAME) -setcookie $(NODE_COOKIE)";
    private static final String LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";

    @Override
    public Pod mutate(Pod pod, InjectionContext context) {
        String flags = flags(context.cluster().getSpec());
        return flags.isEmpty() ? pod : AppContainer.editEnv(pod, context, env -> extend(env, flags));
    }

    private static String flags(ErlangClusterSpec spec) {
        List<String> flags = new ArrayList<>();
        if (spec.injection().style() == Injection.Style.ERL_FLAGS) {
            flags.add(NAME);
        }
        if (spec.dataPath() == ErlangClusterSpec.DataPath.TUNNEL) {
            flags.add(LOOPBACK);
        }
        return String.join(" ", flags);
    }

    private static List<EnvVar> extend(List<EnvVar> env, String flags) {
        List<EnvVar> extended = new ArrayList<>();
        String existing = "";
        for (EnvVar variable : env) {
            if (!variable.getName().equals(VARIABLE)) {
                extended.add(variable);
            } else if (variable.getValueFrom() != null) {
                throw new IllegalArgumentException(
                        VARIABLE + " comes from a reference, so nothing can be added to it: give it a plain value");
            } else if (variable.getValue() != null) {
                existing = variable.getValue();
            }
        }
        // Last, so that $(NODE_NAME) and whatever the user's own flags refer to stand before it.
        extended.add(new EnvVar(VARIABLE, join(existing, flags), null));
        return extended;
    }

    private static String join(String existing, String flags) {
        if (existing.isEmpty()) {
            return flags;
        }
        return existing.contains(flags) ? existing : existing + " " + flags;
    }
}
