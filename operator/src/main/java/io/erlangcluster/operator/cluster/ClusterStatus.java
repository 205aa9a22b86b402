package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a cluster's status says. A pure function: equal observations give an equal status, which is not written again.
 */
final class ClusterStatus {

    private ClusterStatus() {}

    static ErlangClusterStatus of(Observation seen) {
        Mesh mesh = seen.mesh();
        Condition complete = MeshCompleteCondition.of(seen, mesh);
        String time = seen.now().truncatedTo(ChronoUnit.SECONDS).toString();
        List<Condition> conditions = Stream.concat(
                        Stream.of(
                                ReadyCondition.of(seen),
                                complete,
                                InjectedCondition.of(seen),
                                CookieAcceptedCondition.of(seen),
                                EncryptedCondition.of(seen),
                                ProgressingCondition.of(seen, complete)),
                        PeeredCondition.of(seen).stream())
                .map(condition ->
                        condition.since(seen.before().flatMap(before -> before.condition(condition.type())), time))
                .toList();
        return new ErlangClusterStatus(
                seen.generation(),
                seen.claims().holders().size(),
                seen.in(Phase.UP).size(),
                mesh.links(),
                mesh.expected(),
                mesh.links() + "/" + mesh.expected(),
                switch (complete.status()) {
                    case "True" -> "Complete";
                    case "False" -> "Incomplete";
                    default -> "Unknown";
                },
                Members.text(seen.cluster().getSpec().selector()),
                conditions);
    }
}
