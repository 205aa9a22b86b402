package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.MissingLink;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a node's status becomes by what its sidecar says. Pure functions. */
final class ReportedStatus {

    private static final int LONGEST_CAUSE = 200;

    private ReportedStatus() {}

    /** After a change of the VM's life: it registered, ended, or its sidecar's tunnel moved. */
    static ErlangNodeStatus life(ErlangNode node, PodReport report, Instant now) {
        ErlangNodeStatus was = Optional.ofNullable(node.getStatus()).orElseGet(() -> NodeLife.reserved(now));
        Optional<Long> creation = report.creation(node.getSpec().name());
        boolean leaving = was.phase() == Phase.LEAVING;
        Phase phase = was.phase();
        if (creation.isPresent()) {
            phase = leaving ? Phase.LEAVING : Phase.UP;
        } else if (phase != Phase.RESERVED) {
            phase = Phase.DOWN;
        }
        boolean sameLife = creation.isPresent() && creation.get() == was.creation();
        return new ErlangNodeStatus(
                phase,
                was.podIP(),
                report.tunnelPort(),
                creation.orElse(was.creation()),
                phase == was.phase() ? was.since() : NodeLife.time(now),
                sameLife ? was.missing() : null);
    }

    /**
     * With the links the sidecar told; unchanged if it told none, or of another life of the VM.
     *
     * @param up the full names of all nodes that should be connected with each other, sorted
     */
    static ErlangNodeStatus links(ErlangNode node, PodReport report, List<String> up) {
        String name = node.getSpec().name();
        ErlangNodeStatus was = node.getStatus();
        LinkReport links = report.links().get(name);
        boolean sameLife = report.creation(name)
                .filter(creation -> was.creation() == creation)
                .isPresent();
        if (links == null || !sameLife) {
            return was;
        }
        List<MissingLink> missing = without(up, links.connected()).stream()
                .filter(peer -> !peer.equals(name))
                .limit(ErlangNodeStatus.MISSING_LIMIT)
                .map(peer -> new MissingLink(peer, shortened(links.failures().get(peer))))
                .toList();
        return new ErlangNodeStatus(was.phase(), was.podIP(), was.tunnelPort(), was.creation(), was.since(), missing);
    }

    /** Of two sorted lists what is in the first only. */
    private static List<String> without(List<String> names, List<String> others) {
        List<String> rest = new ArrayList<>();
        int next = 0;
        for (String name : names) {
            while (next < others.size() && others.get(next).compareTo(name) < 0) {
                next++;
            }
            if (next == others.size() || !others.get(next).equals(name)) {
                rest.add(name);
            }
        }
        return rest;
    }

    private static @Nullable String shortened(@Nullable String cause) {
        return cause == null || cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE);
    }
}
