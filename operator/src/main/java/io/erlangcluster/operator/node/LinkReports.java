package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.MissingLink;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The links of a cluster's nodes as their ErlangNodes tell, whichever replica wrote them. Kept as what is missing: a
 * complete mesh of a thousand is half a million links, of which nobody misses one.
 *
 * @param lacks of every Up node that has told its links, by full name: the peers it is not connected with and why,
 *     empty if that is not known
 */
public record LinkReports(Map<String, Map<String, String>> lacks) {

    public static final LinkReports NONE = new LinkReports(Map.of());

    public LinkReports {
        lacks = Map.copyOf(lacks);
    }

    /** What every Up node of {@code nodes} said; nodes that have not told their links are absent. */
    public static LinkReports of(Collection<ErlangNode> nodes) {
        Map<String, Map<String, String>> lacks = new HashMap<>();
        for (ErlangNode node : nodes) {
            ErlangNodeStatus status = node.getStatus();
            if (status != null && status.phase() == Phase.UP && status.missing() != null) {
                lacks.put(node.getSpec().name(), causes(status.missing()));
            }
        }
        return new LinkReports(lacks);
    }

    private static Map<String, String> causes(List<MissingLink> missing) {
        Map<String, String> causes = new HashMap<>();
        missing.forEach(lack ->
                causes.put(lack.peer(), Optional.ofNullable(lack.cause()).orElse("")));
        return Map.copyOf(causes);
    }

    /** Whether nobody has told anything. */
    public boolean isEmpty() {
        return lacks.isEmpty();
    }

    public boolean hasTold(String name) {
        return lacks.containsKey(name);
    }

    /** The peers that {@code name} said it lacks. */
    public Collection<String> lackedBy(String name) {
        return lacks.getOrDefault(name, Map.of()).keySet();
    }

    /**
     * True if both have told, and neither lacks the other. That one does not miss a peer that has not told counts for
     * nothing: it may be too new to be missed.
     */
    public boolean linked(String one, String other) {
        return hasTold(one)
                && hasTold(other)
                && !lackedBy(one).contains(other)
                && !lackedBy(other).contains(one);
    }

    /** Why {@code name} lacks {@code peer}, as far as it knows. */
    public Optional<String> cause(String name, String peer) {
        return Optional.ofNullable(lacks.getOrDefault(name, Map.of()).get(peer)).filter(cause -> !cause.isEmpty());
    }

    /** All causes that anybody gave, each with the peer it was given for. */
    public Stream<Map.Entry<String, String>> causes() {
        return lacks.values().stream().flatMap(peers -> peers.entrySet().stream());
    }
}
