package io.erlangcluster.operator.node;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
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
        // Not copyOf: those look for a place one by one, which takes long where somebody made all hashes alike.
        connected = Collections.unmodifiableSet(new HashSet<>(connected));
        failures = Collections.unmodifiableMap(new HashMap<>(failures));
    }
}
