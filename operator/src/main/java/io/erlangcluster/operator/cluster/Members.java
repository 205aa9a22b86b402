package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.PodSelector;
import io.erlangcluster.selector.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Which pods are members of a cluster: those its selector matches and injection marked, as long as they may run. */
final class Members {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private Members() {}

    /** Those of {@code pods} that the selector matches, nodes or not; a broken spec keeps the nodes that are there. */
    static List<Pod> matching(ErlangCluster cluster, Collection<Pod> pods) {
        if (!SpecRules.brokenBy(cluster).isEmpty()) {
            return of(cluster, pods);
        }
        LabelSelector selector = PodSelector.of(cluster.getSpec().selector());
        return pods.stream()
                .filter(pod -> selector.matches(
                        Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of())))
                .filter(pod -> pod.getStatus() == null
                        || pod.getStatus().getPhase() == null
                        || !ENDED.contains(pod.getStatus().getPhase()))
                .toList();
    }

    /** Those of {@code matching} that were injected for {@code cluster}. */
    static List<Pod> of(ErlangCluster cluster, Collection<Pod> matching) {
        String name = cluster.getMetadata().getName();
        return matching.stream()
                .filter(pod -> pod.getMetadata().getAnnotations() != null
                        && name.equals(pod.getMetadata().getAnnotations().get(Annotations.CLUSTER)))
                .toList();
    }

    /** As {@code kubectl get pods -l} takes it; {@code <none>} for an empty one, as kubectl shows it. */
    static String text(Selector selector) {
        Stream<String> labels = new TreeMap<>(selector.matchLabels())
                .entrySet().stream().map(label -> label.getKey() + "=" + label.getValue());
        Stream<String> expressions = selector.matchExpressions().stream().map(expression -> {
            String values = " (" + String.join(",", expression.values()) + ")";
            return switch (expression.operator()) {
                case IN -> expression.key() + " in" + values;
                case NOT_IN -> expression.key() + " notin" + values;
                case EXISTS -> expression.key();
                case DOES_NOT_EXIST -> "!" + expression.key();
            };
        });
        String text = Stream.concat(labels, expressions).collect(Collectors.joining(","));
        return text.isEmpty() ? "<none>" : text;
    }
}
