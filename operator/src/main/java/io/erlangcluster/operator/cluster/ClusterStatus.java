package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.operator.node.LinkReport;
import io.erlangcluster.operator.node.NodeClaims;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a cluster's status says. A pure function: equal observations give an equal status, which is not written again.
 */
final class ClusterStatus {

    static final String READY = "Ready";
    static final String MESH_COMPLETE = "MeshComplete";

    /** Messages are for people: they name the first few of what is missing and count the rest. */
    private static final int NAMED = 10;

    private ClusterStatus() {}

    static ErlangClusterStatus of(
            long generation,
            NodeClaims claims,
            Collection<ErlangNode> nodes,
            Map<String, LinkReport> links,
            Optional<ErlangClusterStatus> before,
            Instant now) {
        List<String> up = new ArrayList<>();
        List<String> notUp = new ArrayList<>();
        for (ErlangNode node : nodes) {
            ErlangNodeStatus.Phase phase = node.getStatus() == null
                    ? ErlangNodeStatus.Phase.RESERVED
                    : node.getStatus().phase();
            if (phase == ErlangNodeStatus.Phase.UP) {
                up.add(node.getSpec().name());
            } else {
                notUp.add(node.getSpec().name() + " is " + word(phase));
            }
        }
        Mesh mesh = Mesh.of(up, links);
        Condition complete = meshComplete(mesh, up.size(), generation);
        String time = now.truncatedTo(ChronoUnit.SECONDS).toString();
        List<Condition> conditions = Stream.of(ready(claims.problems(), up.size(), notUp, generation), complete)
                .map(condition -> condition.since(before.flatMap(b -> b.condition(condition.type())), time))
                .toList();
        return new ErlangClusterStatus(
                generation,
                claims.holders().size(),
                up.size(),
                mesh.links(),
                mesh.expected(),
                mesh.links() + "/" + mesh.expected(),
                switch (complete.status()) {
                    case "True" -> "Complete";
                    case "False" -> "Incomplete";
                    default -> "Unknown";
                },
                null,
                conditions);
    }

    private static Condition ready(List<String> problems, int up, List<String> notUp, long generation) {
        if (!problems.isEmpty()) {
            return Condition.of(READY, "False", "NameRefused", some(problems), generation);
        }
        if (!notUp.isEmpty()) {
            return Condition.of(
                    READY, "False", "NodesNotUp", some(notUp.stream().sorted().toList()), generation);
        }
        return up == 0
                ? Condition.of(READY, "False", "NoNodes", "no injected pod matches the selector", generation)
                : Condition.of(READY, "True", "AllUp", "all nodes are Up", generation);
    }

    private static Condition meshComplete(Mesh mesh, int up, long generation) {
        if (!mesh.missing().isEmpty()) {
            return Condition.of(MESH_COMPLETE, "False", "MissingLinks", some(mesh.missing()), generation);
        }
        if (!mesh.silent().isEmpty()) {
            return Condition.of(
                    MESH_COMPLETE,
                    "Unknown",
                    "NotReported",
                    "no links reported yet by " + some(mesh.silent()),
                    generation);
        }
        return up == 0
                ? Condition.of(MESH_COMPLETE, "Unknown", "NoNodes", "no node is Up", generation)
                : Condition.of(
                        MESH_COMPLETE, "True", "Complete", "every node is connected with every other", generation);
    }

    private static String some(List<String> all) {
        String first = String.join(", ", all.subList(0, Math.min(NAMED, all.size())));
        return all.size() > NAMED ? first + " and " + (all.size() - NAMED) + " more" : first;
    }

    private static String word(ErlangNodeStatus.Phase phase) {
        return switch (phase) {
            case RESERVED -> "Reserved";
            case UP -> "Up";
            case LEAVING -> "Leaving";
            case DOWN -> "Down";
        };
    }
}
