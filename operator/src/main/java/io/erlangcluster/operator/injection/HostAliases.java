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
    public Pod mutate(Pod pod, InjectionContext context) {
        String host = context.nodeName().host();
        List<HostAlias> aliases = new ArrayList<>(pod.getSpec().getHostAliases());
        if (aliases.stream()
                .anyMatch(a -> LOOPBACK.equals(a.getIp()) && a.getHostnames().contains(host))) {
            return pod;
        }
        aliases.add(new HostAliasBuilder().withIp(LOOPBACK).withHostnames(host).build());
        return pod.edit().editSpec().withHostAliases(aliases).endSpec().build();
    }
}
