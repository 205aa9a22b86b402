package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Injection;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Extends ERL_AFLAGS, which every {@code erl} of the container puts before its own arguments (erlexec.c): no epmd but
 * the sidecar, loopback as the only interface where the tunnel is the way in, and name and cookie where the cluster
 * asks for it.
 */
final class ErlFlags implements PodMutator {

    private static final String VARIABLE = "ERL_AFLAGS";
    private static final String NAME = "-name $(NODE_NAME)";
    private static final String COOKIE = "-setcookie $(NODE_COOKIE)";
    private static final String LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";
    /**
     * A VM that starts while its sidecar restarts must not put a C epmd on the sidecar's port: it fails and retries.
     */
    private static final String NO_EPMD = "-start_epmd false";

    /** What may stand in a pod that was injected before, for whatever spec. */
    private static final List<String> CONSTANT = List.of(NAME, COOKIE, LOOPBACK, NO_EPMD);

    @Override
    public Pod mutate(Pod pod, InjectionContext context) throws InjectionRefused {
        List<String> ours = flags(context);
        return AppContainer.editEnv(pod, context, app -> extend(app, ours, context));
    }

    private static List<String> flags(InjectionContext context) {
        ErlangClusterSpec spec = context.cluster().getSpec();
        List<String> flags = new ArrayList<>();
        if (spec.injection().style() == Injection.Style.ERL_FLAGS) {
            context.nodeName().ifPresent(name -> flags.add(NAME));
            flags.add(COOKIE);
        }
        flags.add(NO_EPMD);
        if (spec.dataPath() == ErlangClusterSpec.DataPath.TUNNEL) {
            flags.add(LOOPBACK);
        }
        Optional.ofNullable(spec.netTickTime()).ifPresent(seconds -> flags.add("-kernel net_ticktime " + seconds));
        return flags;
    }

    private static List<EnvVar> extend(Container app, List<String> ours, InjectionContext context)
            throws InjectionRefused {
        List<EnvVar> extended = new ArrayList<>();
        String theirs = "";
        for (EnvVar variable : app.getEnv()) {
            if (!variable.getName().equals(VARIABLE)) {
                extended.add(variable);
            } else if (variable.getValueFrom() != null) {
                throw new InjectionRefused(VARIABLE + " of container " + app.getName()
                        + " comes from a reference, so nothing can be added to it: give it a plain value");
            } else {
                theirs = without(Optional.ofNullable(variable.getValue()).orElse(""), ours);
            }
        }
        ErlFlagConflicts.check(app, theirs, context);
        // Last, so that $(NODE_NAME) and whatever the user's own flags refer to stand before it.
        String joined = String.join(" ", ours);
        extended.add(new EnvVar(VARIABLE, theirs.isEmpty() ? joined : theirs + " " + joined, null));
        return extended;
    }

    private static String without(String flags, List<String> ours) {
        String rest = " " + flags + " ";
        for (String known : CONSTANT) {
            rest = rest.replace(" " + known + " ", " ");
        }
        for (String known : ours) {
            rest = rest.replace(" " + known + " ", " ");
        }
        return rest.strip();
    }
}
