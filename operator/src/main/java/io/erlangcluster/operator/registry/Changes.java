package io.erlangcluster.operator.registry;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which nodes have to be looked at again, by cluster and full name. However often a node changes before somebody looks,
 * it stands here once.
 */
final class Changes {

    private final Map<ResourceID, Set<String>> some = new HashMap<>();
    private final Set<ResourceID> all = new HashSet<>();

    synchronized void add(ResourceID cluster, Collection<String> names) {
        if (!all.contains(cluster)) {
            some.computeIfAbsent(cluster, _ -> new HashSet<>()).addAll(names);
        }
    }

    /** All that {@code cluster} is told of. */
    synchronized void addAll(ResourceID cluster) {
        all.add(cluster);
        some.remove(cluster);
    }

    /** From now on nothing has to be looked at again. What had to be: these names; empty if everything. */
    synchronized Optional<Set<String>> take(ResourceID cluster) {
        Set<String> names = Optional.ofNullable(some.remove(cluster)).orElse(Set.of());
        return all.remove(cluster) ? Optional.empty() : Optional.of(names);
    }
}
