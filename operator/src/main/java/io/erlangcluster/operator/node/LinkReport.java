package io.erlangcluster.operator.node;

import java.util.Map;
import java.util.Set;

/**
 * What a sidecar last said about the links of one of its nodes.
 *
 * @param connected full names of all nodes it is connected with
 * @param failures peers it lacks, with the cause as far as known
 */
public record LinkReport(Set<String> connected, Map<String, String> failures) {

    public LinkReport {
        connected = Set.copyOf(connected);
        failures = Map.copyOf(failures);
    }
}
