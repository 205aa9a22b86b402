package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.operator.cluster.Pairs.Pair;
import io.erlangcluster.operator.node.LinkReports;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far the Up nodes of a cluster are from a complete mesh. A pair is linked when both have reported and neither
 * lacks the other. Nodes that {@code spec.mixing} keeps apart are no pair.
 *
 * @param expected pairs of Up nodes
 * @param links pairs that are linked
 * @param missing pairs that are not linked although at least one of the two has reported
 * @param named the first of them, as many as a message names, with the cause if known
 * @param silent Up nodes that have not reported their links yet
 */
record Mesh(int expected, int links, int missing, List<String> named, List<String> silent) {

    static Mesh of(Collection<ErlangNode> up, Mixing mixing, LinkReports reports) {
        Map<String, List<String>> groups = new TreeMap<>();
        up.forEach(node -> groups.computeIfAbsent(group(node, mixing), _ -> new ArrayList<>())
                .add(node.getSpec().name()));
        List<Pairs> all =
                groups.values().stream().map(group -> Pairs.of(group, reports)).toList();
        return new Mesh(
                all.stream().mapToInt(Pairs::expected).sum(),
                all.stream().mapToInt(Pairs::linked).sum(),
                all.stream().mapToInt(Pairs::missing).sum(),
                all.stream()
                        .flatMap(pairs -> pairs.firstMissing(Listing.NAMED))
                        .limit(Listing.NAMED)
                        .map(pair -> pair.smaller() + " - " + pair.greater() + cause(pair, reports))
                        .toList(),
                all.stream().flatMap(pairs -> pairs.silent().stream()).toList());
    }

    /** The nodes that this one should be connected with have the same group. */
    static String group(ErlangNode node, Mixing mixing) {
        return mixing.group(Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()));
    }

    /** What either says of the other, or of itself: a node that lets nobody watch it is linked to nobody. */
    private static String cause(Pair pair, LinkReports reports) {
        String one = pair.smaller();
        String other = pair.greater();
        return reports.cause(one, other)
                .or(() -> reports.cause(other, one))
                .or(() -> reports.cause(one, one))
                .or(() -> reports.cause(other, other))
                .map(cause -> " (" + cause + ")")
                .orElse("");
    }
}
