package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * Who this pod is to its peers, and the limits of its tunnels.
 *
 * @param self the pod's node, named as source when it dials; empty if it names itself: the name it registered then
 * @param cluster name of its ErlangCluster
 * @param podIp where dialled links come from: peers compare it with the registry
 * @param listen where peers are accepted
 * @param peers where the pod's VM is to find the nodes of other clusters
 * @param limits bounds of both directions
 */
public record TunnelSettings(
        Optional<NodeName> self,
        String cluster,
        InetAddress podIp,
        InetSocketAddress listen,
        PeerHosts peers,
        Limits limits) {

    /** Of a pod that calls no other cluster. */
    public TunnelSettings(NodeName self, String cluster, InetAddress podIp, InetSocketAddress listen, Limits limits) {
        this(Optional.of(self), cluster, podIp, listen, PeerHosts.NONE, limits);
    }

    /** Where the sidecar of every pod accepts its peers. */
    public static final int PORT = 4370;

    /**
     * Bounds.
     *
     * @param preface time until an accepted peer must have said what it wants
     * @param news time that a source still missing in the registry is waited for: the operator's news reach the two
     *     pods in either order
     * @param connect time for a TCP connection
     * @param answer time until the peer must have answered a preface
     * @param pending accepted peers that have not been answered yet
     * @param links links in each direction
     */
    public record Limits(Duration preface, Duration news, Duration connect, Duration answer, int pending, int links) {

        public static final Limits DEFAULT = new Limits(
                Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(10), 256, 4096);
    }
}
