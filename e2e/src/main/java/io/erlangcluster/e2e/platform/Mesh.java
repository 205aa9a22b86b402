package io.erlangcluster.e2e.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the real nodes answered at one moment.
 *
 * @param views of each asked node its {@code nodes()}, or nothing if no VM answered
 */
public record Mesh(SortedMap<String, Optional<Set<String>>> views) {

    public Mesh(Map<String, Optional<Set<String>>> views) {
        this(new TreeMap<>(views));
    }

    /** Pairs in which each lists the other. */
    public int links() {
        int links = 0;
        for (String a : views.keySet()) {
            for (String b : views.tailMap(a + "\0").keySet()) {
                links += sees(a, b) && sees(b, a) ? 1 : 0;
            }
        }
        return links;
    }

    /** Whether exactly {@code nodes} answered and each lists exactly the others. */
    public boolean isCompleteOf(Set<String> nodes) {
        return missing(nodes).isEmpty();
    }

    /** Why it is not the complete mesh of {@code nodes}, one line per reason. */
    public List<String> missing(Set<String> nodes) {
        List<String> missing = new ArrayList<>();
        for (String node : nodes) {
            Optional<Set<String>> view = views.getOrDefault(node, Optional.empty());
            if (view.isEmpty()) {
                missing.add(node + " does not answer");
                continue;
            }
            nodes.stream()
                    .filter(other -> !other.equals(node) && !view.get().contains(other))
                    .forEach(other -> missing.add(node + " does not list " + other));
            view.get().stream()
                    .filter(other -> !nodes.contains(other))
                    .forEach(other -> missing.add(node + " still lists " + other));
        }
        return missing;
    }

    private boolean sees(String a, String b) {
        return views.getOrDefault(a, Optional.empty()).map(v -> v.contains(b)).orElse(false);
    }
}
