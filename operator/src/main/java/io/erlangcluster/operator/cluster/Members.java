package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Selector;
import io.erlangcluster.selector.LabelSelector;
import io.erlangcluster.selector.Requirement;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Which pods are members of a cluster: those its selector matches, as long as they may run. */
final class Members {

    private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

    private Members() {}

    static List<Pod> of(ErlangCluster cluster, Collection<Pod> annotated) {
        LabelSelector selector = selector(cluster.getSpec().selector());
        return annotated.stream()
                .filter(pod -> selector.matches(pod.getMetadata().getLabels()))
                .filter(pod -> pod.getStatus() == null
                        || pod.getStatus().getPhase() == null
                        || !ENDED.contains(pod.getStatus().getPhase()))
                .toList();
    }

    static LabelSelector selector(Selector selector) {
        List<Requirement> requirements = new ArrayList<>();
        selector.matchLabels().forEach((key, value) -> requirements.add(new Requirement.In(key, Set.of(value))));
        selector.matchExpressions().forEach(expression -> requirements.add(requirement(expression)));
        return new LabelSelector(requirements);
    }

    private static Requirement requirement(Selector.Expression expression) {
        String key = expression.key();
        return switch (expression.operator()) {
            case IN -> new Requirement.In(key, Set.copyOf(expression.values()));
            case NOT_IN -> new Requirement.NotIn(key, Set.copyOf(expression.values()));
            case EXISTS -> new Requirement.Exists(key);
            case DOES_NOT_EXIST -> new Requirement.DoesNotExist(key);
        };
    }
}
