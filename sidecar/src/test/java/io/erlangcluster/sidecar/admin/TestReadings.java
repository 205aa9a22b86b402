package io.erlangcluster.sidecar.admin;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A sidecar as a test wants it to be. */
record TestReadings(
        boolean epmdServing,
        int registrations,
        LookUps lookUps,
        ClusterView cluster,
        Optional<Duration> registryAge,
        boolean operatorConnected,
        List<NodeLinks> links,
        TunnelCounters tunnel,
        Optional<Instant> certificateExpiry,
        OptionalLong residentBytes)
        implements Readings {

    /** Knows all there is to know. */
    static final TestReadings COMPLETE = new TestReadings(
            true,
            1,
            new LookUps(30, 2, 1),
            view(node("web-0", "web"), node("web-1", "web"), node("worker-0", "worker")),
            Optional.of(Duration.ofSeconds(34)),
            true,
            List.of(new NodeLinks(NodeName.parse("web-0@shop.prod"), 2, 1)),
            new TunnelCounters(),
            Optional.of(Instant.ofEpochSecond(1_800_000_000)),
            OptionalLong.of(60_000_000));

    /** Has just started and heard of nobody. */
    static final TestReadings FRESH = new TestReadings(
            false,
            0,
            new LookUps(0, 0, 0),
            ClusterView.NOTHING,
            Optional.empty(),
            false,
            List.of(),
            new TunnelCounters(),
            Optional.empty(),
            OptionalLong.empty());

    TestReadings with(ClusterView view) {
        return new TestReadings(
                epmdServing,
                registrations,
                lookUps,
                view,
                registryAge,
                operatorConnected,
                links,
                tunnel,
                certificateExpiry,
                residentBytes);
    }

    static ClusterView view(ClusterNode... nodes) {
        Map<String, ClusterNode> byName = new HashMap<>();
        for (ClusterNode node : nodes) {
            byName.put(node.name().alive(), node);
        }
        return new ClusterView("epoch", 12, byName);
    }

    static ClusterNode node(String alive, String app) {
        return node(alive, Map.of("app", app));
    }

    static ClusterNode node(String alive, Map<String, String> labels) {
        return new ClusterNode(
                new NodeName(alive, "shop.prod"),
                ClusterNode.Phase.UP,
                "pod-" + alive,
                "uid-" + alive,
                "10.0.0.1",
                4370,
                4,
                labels);
    }
}
