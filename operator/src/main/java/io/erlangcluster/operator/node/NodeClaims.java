package io.erlangcluster.operator.node;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which pod has which name: one pod per name, and who has it keeps it until he is gone.
 *
 * @param holders by the part before the {@code @}
 * @param problems pods that got no name, each with what the user can do
 */
public record NodeClaims(Map<String, Pod> holders, List<String> problems) {

    /** Decides among {@code pods} of {@code cluster}; {@code nodes} tell who has a name already. */
    public static NodeClaims of(ResourceID cluster, Collection<Pod> pods, Collection<ErlangNode> nodes) {
        Map<String, Pod> holders = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        List<String> holding =
                nodes.stream().map(node -> node.getSpec().pod().uid()).toList();
        Comparator<Pod> seniority = Comparator.<Pod, Boolean>comparing(
                        pod -> !holding.contains(pod.getMetadata().getUid()))
                .thenComparing(pod -> pod.getMetadata().getCreationTimestamp(), Comparator.nullsLast(String::compareTo))
                .thenComparing(pod -> pod.getMetadata().getName());
        for (Pod pod : pods.stream().sorted(seniority).toList()) {
            claim(cluster, pod, holders, problems);
        }
        return new NodeClaims(holders, List.copyOf(problems));
    }

    private static void claim(ResourceID cluster, Pod pod, Map<String, Pod> holders, List<String> problems) {
        String podName = pod.getMetadata().getName();
        String wanted = pod.getMetadata().getAnnotations().getOrDefault(Annotations.NODE_NAME, "");
        String host = cluster.getName() + "." + cluster.getNamespace().orElse("");
        NodeName name;
        try {
            name = NodeName.parse(wanted);
        } catch (IllegalArgumentException malformed) {
            problems.add("pod " + podName + " asks for the name '" + wanted + "': set its annotation "
                    + Annotations.NODE_NAME + " to <service>-<slot>@" + host);
            return;
        }
        if (!name.host().equals(host)) {
            problems.add("pod " + podName + " asks for " + name + ": names of this cluster end in @" + host);
            return;
        }
        Pod holder = holders.putIfAbsent(name.alive(), pod);
        if (holder != null) {
            problems.add("pod " + podName + " asks for " + name + ", which pod "
                    + holder.getMetadata().getName() + " has: give it another slot");
        }
    }
}
