package io.erlangcluster.sidecar.registry;

import java.util.Map;
import java.util.Optional;

/**
 * A node of the cluster, or of a peer, as the operator told us.
 *
 * @param name full name
 * @param phase only {@link Phase#UP} nodes are offered and dialled
 * @param pod name of its pod
 * @param podUid of its pod: its certificate must carry it; empty while unknown
 * @param podIp address of its pod; empty while unknown
 * @param tunnelPort where the pod's sidecar accepts tunnels
 * @param creation the VM's creation (unsigned 32 bit); 0 while unknown
 * @param labels the pod's labels
 * @param peering what it and our cluster may do; empty for a member of our own
 */
public record ClusterNode(
        NodeName name,
        Phase phase,
        String pod,
        String podUid,
        String podIp,
        int tunnelPort,
        long creation,
        Map<String, String> labels,
        Optional<Peering> peering) {

    /** The life of a node, as in the status of its ErlangNode. */
    public enum Phase {
        RESERVED,
        UP,
        LEAVING,
        DOWN
    }

    public ClusterNode {
        labels = Map.copyOf(labels);
    }

    /** A member of our own cluster. */
    public ClusterNode(
            NodeName name,
            Phase phase,
            String pod,
            String podUid,
            String podIp,
            int tunnelPort,
            long creation,
            Map<String, String> labels) {
        this(name, phase, pod, podUid, podIp, tunnelPort, creation, labels, Optional.empty());
    }

    /** True if the node may be offered to look-ups and dialled. */
    public boolean offered() {
        return phase == Phase.UP
                && !podIp.isEmpty()
                && peering.map(Peering::outbound).orElse(true);
    }

    /** True if it is a node of another cluster. */
    public boolean isPeer() {
        return peering.isPresent();
    }
}
