package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;

/** Makes the host part of every node of the cluster resolve to loopback, where the sidecar listens. */
final class HostAliases implements PodMutator {

    private static final String LOOPBACK = "127.0.0.1";

    @Override
    public Pod mutate(Pod pod, InjectionContext context) throws InjectionRefused {
        if (Boolean.TRUE.equals(pod.getSpec().getHostNetwork())) {
            throw new InjectionRefused("the pod uses hostNetwork: its EPMD port would be the machine's, shared with"
                    + " every other such pod, and its /etc/hosts is not written. Set hostNetwork to false, or keep the"
                    + " pod out of the cluster with the annotation erlangcluster.io/inject: \"false\"");
        }
        String host = context.host();
        List<HostAlias> aliases = new ArrayList<>(pod.getSpec().getHostAliases());
        for (HostAlias alias : aliases) {
            if (alias.getHostnames().contains(host) && !alias.getIp().equals(LOOPBACK)) {
                throw new InjectionRefused("the pod's hostAliases send " + host + " to " + alias.getIp()
                        + ", but the nodes of this cluster are reached at " + LOOPBACK + ": remove that name");
            }
        }
        if (aliases.stream().anyMatch(alias -> alias.getHostnames().contains(host))) {
            return pod;
        }
        aliases.add(new HostAliasBuilder().withIp(LOOPBACK).withHostnames(host).build());
        return pod.edit().editSpec().withHostAliases(aliases).endSpec().build();
    }
}
