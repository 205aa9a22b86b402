package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.operator.node.LinkReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the Up nodes of a cluster are from a complete mesh. A pair is linked when each of the two that has reported
 * lists the other, and at least one has. Nodes that {@code spec.mixing} keeps apart are no pair.
 *
 * @param expected pairs of Up nodes
 * @param links pairs that are linked
 * @param missing pairs that are not linked although at least one of the two has reported, with the cause if known
 * @param silent Up nodes that have not reported their links yet
 */
record Mesh(int expected, int links, List<String> missing, List<String> silent) {

    /** {@code reports} by full name; nodes that are not in {@code up} do not count. */
    static Mesh of(Collection<ErlangNode> up, Mixing mixing, Map<String, LinkReport> reports) {
        Map<String, List<String>> groups = new TreeMap<>();
        up.forEach(node -> groups.computeIfAbsent(group(node, mixing), _ -> new ArrayList<>())
                .add(node.getSpec().name()));
        List<String> missing = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        int links = 0;
        int expected = 0;
        for (List<String> group : groups.values()) {
            List<String> names = group.stream().sorted().toList();
            expected += names.size() * (names.size() - 1) / 2;
            names.stream().filter(name -> !reports.containsKey(name)).forEach(silent::add);
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) {
                    String smaller = names.get(i);
                    String greater = names.get(j);
                    if (linked(smaller, greater, reports)) {
                        links++;
                    } else if (reports.containsKey(smaller) || reports.containsKey(greater)) {
                        missing.add(smaller + " - " + greater + cause(smaller, greater, reports));
                    }
                }
            }
        }
        return new Mesh(expected, links, missing, silent);
    }

    /** The nodes that this one should be connected with have the same group. */
    static String group(ErlangNode node, Mixing mixing) {
        return mixing.group(Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()));
    }

    /** True if nobody who has reported lacks the other, and somebody has. */
    static boolean linked(String one, String other, Map<String, LinkReport> reports) {
        LinkReport ofOne = reports.get(one);
        LinkReport ofOther = reports.get(other);
        return (ofOne != null || ofOther != null)
                && (ofOne == null || ofOne.connected().contains(other))
                && (ofOther == null || ofOther.connected().contains(one));
    }

    /** What either says of the other, or of itself: a node that lets nobody watch it is linked to nobody. */
    private static String cause(String one, String other, Map<String, LinkReport> reports) {
        return failure(one, other, reports)
                .or(() -> failure(other, one, reports))
                .or(() -> failure(one, one, reports))
                .or(() -> failure(other, other, reports))
                .map(cause -> " (" + cause + ")")
                .orElse("");
    }

    private static Optional<String> failure(String name, String peer, Map<String, LinkReport> reports) {
        return Optional.ofNullable(reports.get(name))
                .flatMap(report -> Optional.ofNullable(report.failures().get(peer)));
    }
}
