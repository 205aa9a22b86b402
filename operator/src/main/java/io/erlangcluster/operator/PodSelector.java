package io.erlangcluster.operator;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.Selector;
import io.erlangcluster.selector.LabelSelector;
import io.erlangcluster.selector.Requirement;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which pods a cluster's selector means. */
public final class PodSelector {

    private PodSelector() {}

    /** True if {@code pod} has the labels {@code cluster} selects; both are of one namespace. */
    public static boolean matches(ErlangCluster cluster, Pod pod) {
        return of(cluster.getSpec().selector())
                .matches(Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of()));
    }

    /** {@code selector} in the form that can be asked. */
    public static LabelSelector of(Selector selector) {
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
