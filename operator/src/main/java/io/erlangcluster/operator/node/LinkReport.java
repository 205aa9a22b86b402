package io.erlangcluster.operator.node;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a sidecar last said about the links of one of its nodes. It is kept as long as its stream lasts, for ten
 * thousand of them: a list of a thousand names takes 4 KB, a set of them ten times that.
 *
 * @param connected full names of all nodes it is connected with, sorted
 * @param failures peers it lacks, with the cause as far as known
 */
public record LinkReport(List<String> connected, Map<String, String> failures) {

    public LinkReport {
        connected = List.copyOf(connected);
        // Not copyOf: that looks for a place one by one, which takes long where somebody made all hashes alike.
        failures = Collections.unmodifiableMap(new HashMap<>(failures));
    }

    /** {@code connected} in any order, perhaps repeated. */
    public static LinkReport of(Collection<String> connected, Map<String, String> failures) {
        return new LinkReport(connected.stream().sorted().distinct().toList(), failures);
    }
}
