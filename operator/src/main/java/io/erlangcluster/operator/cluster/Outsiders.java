package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Pods that the selector matches and that are no nodes of the cluster.
 *
 * @param early names of pods that were there before the cluster
 * @param restarts what the user types to have them started anew
 * @param taken pods of other clusters, each with the cluster's name
 */
record Outsiders(List<String> early, List<String> restarts, List<String> taken) {

    static final Outsiders NONE = new Outsiders(List.of(), List.of(), List.of());

    /** A pod that its user wants to be left alone. */
    private static final String OPT_OUT = "erlangcluster.io/inject";

    /** Looks through {@code pods}, which all match the selector of {@code cluster} and may run. */
    static Outsiders of(ErlangCluster cluster, Collection<Pod> pods) {
        List<String> early = new ArrayList<>();
        TreeSet<String> restarts = new TreeSet<>();
        List<String> taken = new ArrayList<>();
        for (Pod pod : pods) {
            String name = pod.getMetadata().getName();
            String owner = annotation(pod, Annotations.CLUSTER);
            if (owner.equals(cluster.getMetadata().getName())
                    || annotation(pod, OPT_OUT).equals("false")
                    || pod.getMetadata().getDeletionTimestamp() != null) {
                continue;
            }
            if (owner.isEmpty()) {
                early.add(name);
                restarts.add(restart(pod));
            } else {
                taken.add(name + " (" + owner + ")");
            }
        }
        return new Outsiders(
                early.stream().sorted().toList(),
                List.copyOf(restarts),
                taken.stream().sorted().toList());
    }

    private static String annotation(Pod pod, String key) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations())
                .orElse(Map.of())
                .getOrDefault(key, "");
    }

    private static String restart(Pod pod) {
        String namespace = " -n " + pod.getMetadata().getNamespace();
        return pod.getMetadata().getOwnerReferences().stream()
                .filter(reference -> Boolean.TRUE.equals(reference.getController()))
                .findFirst()
                .flatMap(controller -> workload(controller, pod))
                .map(workload -> "kubectl rollout restart " + workload + namespace)
                .orElseGet(
                        () -> "kubectl delete pod " + pod.getMetadata().getName() + namespace + " and create it again");
    }

    /** What kubectl can restart. A ReplicaSet has its Deployment's name and the hash that its pods carry as a label. */
    private static Optional<String> workload(OwnerReference controller, Pod pod) {
        String name = controller.getName();
        return switch (controller.getKind()) {
            case "StatefulSet" -> Optional.of("statefulset/" + name);
            case "DaemonSet" -> Optional.of("daemonset/" + name);
            case "ReplicaSet" ->
                Optional.ofNullable(pod.getMetadata().getLabels())
                        .map(labels -> "-" + labels.getOrDefault("pod-template-hash", ""))
                        .filter(suffix -> suffix.length() > 1 && name.endsWith(suffix))
                        .map(suffix -> "deployment/" + name.substring(0, name.length() - suffix.length()));
            default -> Optional.empty();
        };
    }
}
