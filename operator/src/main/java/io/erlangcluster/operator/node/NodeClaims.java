package io.erlangcluster.operator.node;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which pod has which name: one pod per name, and who has it keeps it until he is gone.
 *
 * @param holders by what follows the cluster in the ErlangNode's name: the part of the node's name before the
 *     {@code @}, or with {@code nodeNames: Existing} the pod's name, because such nodes may share the part before the
 *     {@code @}
 * @param problems pods that got no name, each with what the user can do
 */
public record NodeClaims(Map<String, Pod> holders, List<String> problems) {

    /** Decides among {@code pods} of {@code cluster}; {@code nodes} tell who has a name already. */
    public static NodeClaims of(ErlangCluster cluster, Collection<Pod> pods, Collection<ErlangNode> nodes) {
        return cluster.getSpec().nodeNames() == NodeNames.EXISTING
                ? existing(pods, nodes)
                : slots(ResourceID.fromResource(cluster), pods, nodes);
    }

    private static NodeClaims slots(ResourceID cluster, Collection<Pod> pods, Collection<ErlangNode> nodes) {
        Map<String, Pod> holders = new TreeMap<>();
        List<String> problems = new ArrayList<>();
        Set<String> holding =
                nodes.stream().map(node -> node.getSpec().pod().uid()).collect(Collectors.toSet());
        Comparator<Pod> seniority = Comparator.<Pod, Boolean>comparing(
                        pod -> !holding.contains(pod.getMetadata().getUid()))
                .thenComparing(pod -> pod.getMetadata().getCreationTimestamp(), Comparator.nullsLast(String::compareTo))
                .thenComparing(pod -> pod.getMetadata().getName());
        for (Pod pod : pods.stream().sorted(seniority).toList()) {
            claim(cluster, pod, holders, problems);
        }
        return new NodeClaims(holders, List.copyOf(problems));
    }

    /** Whoever told his name has it; two of one name are a problem. */
    private static NodeClaims existing(Collection<Pod> pods, Collection<ErlangNode> nodes) {
        Map<String, Pod> byUid = new HashMap<>();
        pods.forEach(pod -> byUid.put(pod.getMetadata().getUid(), pod));
        Map<String, Pod> holders = new TreeMap<>();
        Map<String, String> podOfName = new HashMap<>();
        List<String> problems = new ArrayList<>();
        Comparator<ErlangNode> order =
                Comparator.comparing(node -> node.getMetadata().getName());
        for (ErlangNode node : nodes.stream().sorted(order).toList()) {
            Pod pod = byUid.get(node.getSpec().pod().uid());
            if (pod == null) {
                continue;
            }
            String podName = pod.getMetadata().getName();
            holders.put(podName, pod);
            String other = podOfName.putIfAbsent(node.getSpec().name(), podName);
            if (other != null) {
                problems.add("pods " + other + " and " + podName + " both call their node "
                        + node.getSpec().name() + ": start them with different names");
            }
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
