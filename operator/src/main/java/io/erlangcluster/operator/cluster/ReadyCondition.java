package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.util.ArrayList;
import java.util.List;

/** Ready: the resource makes sense, and the node of every pod is Up. Nodes that leave do not count. */
final class ReadyCondition {

    static final String TYPE = "Ready";

    private ReadyCondition() {}

    static Condition of(Observation seen) {
        List<String> broken = SpecRules.brokenBy(seen.cluster());
        if (!broken.isEmpty()) {
            return no(seen, "Invalid", String.join("; ", broken));
        }
        if (seen.cookie() instanceof CookieState.Unusable cookie) {
            return no(seen, cookie.reason(), cookie.message());
        }
        if (!seen.claims().problems().isEmpty()) {
            return no(seen, "NameRefused", Listing.of(seen.claims().problems()));
        }
        List<String> notUp = new ArrayList<>();
        seen.names(Phase.DOWN).forEach(name -> notUp.add(name + " is Down"));
        seen.names(Phase.RESERVED).forEach(name -> notUp.add(name + " is Reserved"));
        if (!notUp.isEmpty()) {
            return no(seen, "NodesNotUp", Listing.of(notUp.stream().sorted().toList()));
        }
        return seen.in(Phase.UP).isEmpty()
                ? no(seen, "NoNodes", "no injected pod matches the selector")
                : Condition.of(TYPE, "True", "AllUp", "all nodes are Up", seen.generation());
    }

    private static Condition no(Observation seen, String reason, String message) {
        return Condition.of(TYPE, "False", reason, message, seen.generation());
    }
}
