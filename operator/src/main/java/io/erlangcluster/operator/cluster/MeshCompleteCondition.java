package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangNodeStatus.Phase;

/** MeshComplete: every Up node is connected with every other that it should be connected with. */
final class MeshCompleteCondition {

    static final String TYPE = "MeshComplete";

    private MeshCompleteCondition() {}

    static Condition of(Observation seen, Mesh mesh) {
        if (mesh.missing() > 0) {
            return condition(seen, "False", "MissingLinks", Listing.of(mesh.named(), mesh.missing()));
        }
        if (!mesh.silent().isEmpty()) {
            return condition(seen, "Unknown", "NotReported", "no links reported yet by " + Listing.of(mesh.silent()));
        }
        return seen.in(Phase.UP).isEmpty()
                ? condition(seen, "Unknown", "NoNodes", "no node is Up")
                : condition(seen, "True", "Complete", "every node is connected with every other");
    }

    private static Condition condition(Observation seen, String status, String reason, String message) {
        return Condition.of(TYPE, status, reason, message, seen.generation());
    }
}
