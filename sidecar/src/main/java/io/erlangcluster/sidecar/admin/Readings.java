package io.erlangcluster.sidecar.admin;

import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the pages tell of, as it is now. Called on the event loop, for every page anew: it must not wait for anything.
 */
public interface Readings {

    /** True while EPMD takes connections. */
    boolean epmdServing();

    /** Names registered with the pod's EPMD. */
    int registrations();

    /** How look-ups of nodes in other pods ended, since the start. */
    LookUps lookUps();

    /** The cluster as last told. */
    ClusterView cluster();

    /** Time since the operator last told of the registry; empty if it never did. Grows in a quiet cluster too. */
    Optional<Duration> registryAge();

    /** True while the operator keeps the registry up to date. */
    boolean operatorConnected();

    /** The links of the pod's nodes, one entry each. */
    List<NodeLinks> links();

    TunnelCounters tunnel();

    /** When the pod's certificate ends; empty while it has none. */
    Optional<Instant> certificateExpiry();

    /** Memory of this process that is in RAM, shared pages included; empty where the system does not tell. */
    OptionalLong residentBytes();

    /**
     * Look-ups of nodes in other pods.
     *
     * @param found answered with a port
     * @param unknown of nodes that the registry does not offer
     * @param failed of nodes that it offers, without a port to give
     */
    record LookUps(long found, long unknown, long failed) {}

    /**
     * One node's links.
     *
     * @param node a node of this pod
     * @param expected how many other nodes its cluster offers
     * @param up how many of these it is connected with
     */
    record NodeLinks(NodeName node, int expected, int up) {}
}
