package io.erlangcluster.operator.cluster;

import io.erlangcluster.operator.node.LinkReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the Up nodes of a cluster are from a complete mesh. A pair is linked when each of the two that has reported
 * lists the other, and at least one has.
 *
 * @param expected pairs of Up nodes
 * @param links pairs that are linked
 * @param missing pairs that are not linked although at least one of the two has reported, with the cause if known
 * @param silent Up nodes that have not reported their links yet
 */
record Mesh(int expected, int links, List<String> missing, List<String> silent) {

    /** {@code reports} by full name; nodes that are not in {@code up} do not count. */
    static Mesh of(Collection<String> up, Map<String, LinkReport> reports) {
        List<String> names = up.stream().sorted().toList();
        List<String> missing = new ArrayList<>();
        int links = 0;
        for (int i = 0; i < names.size(); i++) {
            for (int j = i + 1; j < names.size(); j++) {
                String smaller = names.get(i);
                String greater = names.get(j);
                Optional<LinkReport> one = Optional.ofNullable(reports.get(smaller));
                Optional<LinkReport> other = Optional.ofNullable(reports.get(greater));
                if (one.isEmpty() && other.isEmpty()) {
                    continue;
                }
                boolean linked = one.filter(report -> !report.connected().contains(greater))
                                .isEmpty()
                        && other.filter(report -> !report.connected().contains(smaller))
                                .isEmpty();
                if (linked) {
                    links++;
                } else {
                    missing.add(smaller + " - " + greater + cause(one, greater, other, smaller));
                }
            }
        }
        List<String> silent =
                names.stream().filter(name -> !reports.containsKey(name)).toList();
        return new Mesh(names.size() * (names.size() - 1) / 2, links, missing, silent);
    }

    private static String cause(Optional<LinkReport> one, String greater, Optional<LinkReport> other, String smaller) {
        return one.flatMap(report -> Optional.ofNullable(report.failures().get(greater)))
                .or(() -> other.flatMap(
                        report -> Optional.ofNullable(report.failures().get(smaller))))
                .map(cause -> " (" + cause + ")")
                .orElse("");
    }
}
