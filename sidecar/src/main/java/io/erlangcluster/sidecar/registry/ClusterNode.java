package io.erlangcluster.sidecar.registry;

import java.util.Map;

/**
 * A node of the cluster as the operator told us.
 *
 * @param name full name
 * @param phase only {@link Phase#UP} nodes are offered and dialled
 * @param pod name of its pod
 * @param podUid of its pod: its certificate must carry it; empty while unknown
 * @param podIp address of its pod; empty while unknown
 * @param tunnelPort where the pod's sidecar accepts tunnels
 * @param creation the VM's creation (unsigned 32 bit); 0 while unknown
 * @param labels the pod's labels
 */
public record ClusterNode(
        NodeName name,
        Phase phase,
        String pod,
        String podUid,
        String podIp,
        int tunnelPort,
        long creation,
        Map<String, String> labels) {

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

    /** True if the node may be offered to look-ups and dialled. */
    public boolean offered() {
        return phase == Phase.UP && !podIp.isEmpty();
    }
}
