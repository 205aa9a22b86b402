package io.erlangcluster.operator.cluster;

import io.erlangcluster.operator.node.LinkReports;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The pairs of nodes that should be connected with each other. They are counted, not looked at one by one: what this
 * costs grows with the nodes and with the links that are missing.
 *
 * @param told the nodes that have reported their links
 * @param silent those that have not
 * @param apart of those that have, by name: with whom they are not linked
 */
record Pairs(NavigableSet<String> told, NavigableSet<String> silent, Map<String, NavigableSet<String>> apart) {

    static Pairs of(Collection<String> names, LinkReports reports) {
        NavigableSet<String> told = new TreeSet<>();
        NavigableSet<String> silent = new TreeSet<>();
        names.forEach(name -> (reports.hasTold(name) ? told : silent).add(name));
        Map<String, NavigableSet<String>> apart = new HashMap<>();
        for (String name : told) {
            for (String peer : reports.lackedBy(name)) {
                if (!peer.equals(name) && told.contains(peer)) {
                    apart.computeIfAbsent(name, _ -> new TreeSet<>()).add(peer);
                    apart.computeIfAbsent(peer, _ -> new TreeSet<>()).add(name);
                }
            }
        }
        return new Pairs(told, silent, apart);
    }

    int expected() {
        return pairs(told.size() + silent.size());
    }

    /** Pairs that are not linked although one of the two has reported. */
    int missing() {
        int apartTwice = apart.values().stream().mapToInt(Collection::size).sum();
        return told.size() * silent.size() + apartTwice / 2;
    }

    /** Of two that are silent nobody knows. */
    int linked() {
        return expected() - missing() - pairs(silent.size());
    }

    /** Two names, in order. */
    record Pair(String smaller, String greater) {}

    /** The first {@code limit} of those that are {@link #missing}, in order. */
    Stream<Pair> firstMissing(int limit) {
        return Stream.concat(told.stream(), silent.stream())
                .sorted()
                .flatMap(smaller -> above(smaller).map(greater -> new Pair(smaller, greater)))
                .limit(limit);
    }

    private Stream<String> above(String name) {
        return silent.contains(name)
                ? told.tailSet(name, false).stream()
                : Stream.concat(
                                apart.getOrDefault(name, new TreeSet<>()).tailSet(name, false).stream(),
                                silent.tailSet(name, false).stream())
                        .sorted();
    }

    private static int pairs(int nodes) {
        return (int) ((long) nodes * (nodes - 1) / 2);
    }
}
