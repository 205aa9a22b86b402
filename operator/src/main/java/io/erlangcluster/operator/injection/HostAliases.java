package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Makes the host part of every node of the cluster resolve to loopback, where the sidecar listens, and that of every
 * cluster that it may call: each to an address of its own, for all that EPMD is asked is the part before the @.
 */
final class HostAliases implements PodMutator {

    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Pod mutate(Pod pod, InjectionContext context) throws InjectionRefused {
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            throw new InjectionRefused("the pod uses hostNetwork: its EPMD port would be the machine's, shared with"
                    + " every other such pod, and its /etc/hosts is not written. Set hostNetwork to false, or keep the"
                    + " pod out of the cluster with the annotation erlangcluster.io/inject: \"false\"");
        }
        List<HostAlias> aliases = new ArrayList<>(pod.getSpec().getHostAliases());
        add(context.host(), LOOPBACK, aliases);
        for (Map.Entry<String, String> peer : context.peers().entrySet()) {
            add(peer.getKey(), peer.getValue(), aliases);
        }
        return pod.edit().editSpec().withHostAliases(aliases).endSpec().build();
    }

    private static void add(String host, String ip, List<HostAlias> aliases) throws InjectionRefused {
        for (HostAlias alias : aliases) {
            if (alias.getHostnames().contains(host) && !alias.getIp().equals(ip)) {
                throw new InjectionRefused("the pod's hostAliases send " + host + " to " + alias.getIp()
                        + ", but the nodes there are reached at " + ip + ": remove that name");
            }
        }
        if (aliases.stream().noneMatch(alias -> alias.getHostnames().contains(host))) {
            aliases.add(new HostAliasBuilder().withIp(ip).withHostnames(host).build());
        }
    }
}
