package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.Injection;
import io.fabric8.kubernetes.api.model.Container;
import java.util.ArrayList;
import java.util.List;

/** Flags of the user that contradict those of injection, each with what the VM would make of both. */
final class ErlFlagConflicts {

    private ErlFlagConflicts() {}

    /**
     * Looks at ERL_AFLAGS and, where injection names the node by flags, at the container's command line.
     *
     * @param aflags ERL_AFLAGS without what injection put there
     */
    static void check(Container app, String aflags, InjectionContext context) throws InjectionRefused {
        ErlangClusterSpec spec = context.cluster().getSpec();
        List<String> flags = tokens(aflags);
        boolean named = context.nodeName().isPresent();
        boolean byFlags = spec.injection().style() == Injection.Style.ERL_FLAGS;
        if (named) {
            refuse(app, flags, "-name", "the cluster names its nodes");
            refuse(app, flags, "-sname", "the cluster names its nodes");
        }
        refuse(app, flags, "-erl_epmd_port", "a VM with it does without EPMD, and so is never found");
        if (hasCookie(flags)) {
            throw refused(app, "-setcookie", "of two cookies the VM takes none");
        }
        if (spec.dataPath() == ErlangClusterSpec.DataPath.TUNNEL) {
            refuse(app, flags, "inet_dist_use_interface", "the tunnel reaches the VM on loopback");
        }
        if (spec.netTickTime() != null) {
            refuse(app, flags, "net_ticktime", "the ErlangCluster sets spec.netTickTime");
        }
        if (byFlags) {
            List<String> line = new ArrayList<>(app.getCommand());
            line.addAll(app.getArgs());
            if (named) {
                refuse(app, line, "-sname", "it wins over the name that spec.injection.style: ErlFlags gives");
            }
            if (hasCookie(line)) {
                throw refused(app, "-setcookie", "of two cookies the VM takes none");
            }
        }
    }

    private static void refuse(Container app, List<String> flags, String flag, String why) throws InjectionRefused {
        if (flags.contains(flag)) {
            throw refused(app, flag, why);
        }
    }

    private static InjectionRefused refused(Container app, String flag, String why) {
        return new InjectionRefused("container " + app.getName() + " starts the VM with " + flag + ", but " + why
                + ": remove it from its command, arguments and ERL_AFLAGS");
    }

    /** {@code -setcookie Cookie}; with two arguments it is for one peer only, and harmless (auth.erl). */
    private static boolean hasCookie(List<String> flags) {
        for (int i = flags.indexOf("-setcookie"); i >= 0 && i < flags.size(); i++) {
            if (flags.get(i).equals("-setcookie") && arguments(flags, i) == 1) {
                return true;
            }
        }
        return false;
    }

    private static int arguments(List<String> flags, int flag) {
        int end = flag + 1;
        while (end < flags.size()
                && !flags.get(end).startsWith("-")
                && !flags.get(end).startsWith("+")) {
            end++;
        }
        return end - flag - 1;
    }

    private static List<String> tokens(String flags) {
        return List.of(flags.strip().split("\\s+"));
    }
}
