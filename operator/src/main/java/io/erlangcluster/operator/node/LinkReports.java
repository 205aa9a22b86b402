package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.MissingLink;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The links of a cluster's nodes as their ErlangNodes tell, whichever replica wrote them. */
public final class LinkReports {

    private LinkReports() {}

    /**
     * What every Up node of {@code nodes} said, by full name; nodes that have not told their links are absent. That a
     * node does not miss a peer counts as a link only if the peer has told too: it may be too new to be missed.
     */
    public static Map<String, LinkReport> of(Collection<ErlangNode> nodes) {
        Map<String, List<MissingLink>> missing = new HashMap<>();
        for (ErlangNode node : nodes) {
            ErlangNodeStatus status = node.getStatus();
            if (status != null && status.phase() == Phase.UP && status.missing() != null) {
                missing.put(node.getSpec().name(), status.missing());
            }
        }
        Map<String, LinkReport> reports = new HashMap<>();
        missing.forEach((name, lacks) -> reports.put(name, report(name, lacks, missing.keySet())));
        return reports;
    }

    private static LinkReport report(String name, List<MissingLink> lacks, Set<String> told) {
        Set<String> connected = new HashSet<>(told);
        connected.remove(name);
        Map<String, String> failures = new HashMap<>();
        for (MissingLink lack : lacks) {
            connected.remove(lack.peer());
            if (lack.cause() != null) {
                failures.put(lack.peer(), lack.cause());
            }
        }
        return new LinkReport(connected, failures);
    }
}
