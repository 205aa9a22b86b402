package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.node.LinkReports;
import io.erlangcluster.operator.node.NodeClaims;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Observations for tests: cluster shop of namespace prod, with what a test adds. */
record Seen(Observation observation) {

    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    static Seen of(ErlangNode... nodes) {
        return of(cluster(), nodes);
    }

    static Seen of(ErlangCluster cluster, ErlangNode... nodes) {
        return new Seen(new Observation(
                cluster,
                List.of(),
                Arrays.asList(nodes),
                new NodeClaims(Map.of(), List.of()),
                LinkReports.NONE,
                Outsiders.NONE,
                new CookieState.Usable("shop-erlang-cookie"),
                NOON));
    }

    static ErlangCluster cluster() {
        return cluster(Mixing.DEFAULT);
    }

    static ErlangCluster cluster(Mixing mixing) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withNamespace("prod")
                .withName("shop")
                .withUid("u1")
                .withGeneration(3L)
                .build());
        cluster.setSpec(new ErlangClusterSpec(
                new Selector(Map.of("app", "shop"), null),
                null,
                null,
                null,
                null,
                null,
                mixing,
                null,
                null,
                null,
                null,
                null,
                null));
        return cluster;
    }

    static ErlangNode node(String name, Phase phase) {
        return node(name, phase, NOON, Map.of());
    }

    static ErlangNode node(String name, Phase phase, Instant since, Map<String, String> labels) {
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder().withLabels(labels).build());
        node.setSpec(new ErlangNodeSpec("shop", name, new ErlangNodeSpec.PodRef(name, "u-" + name)));
        node.setStatus(new ErlangNodeStatus(phase, "10.0.0.1", 4370, 1, since.toString()));
        return node;
    }

    static Pod pod(String name) {
        return new PodBuilder()
                .withNewMetadata()
                .withNamespace("prod")
                .withName(name)
                .withUid("u-" + name)
                .addToLabels("app", "shop")
                .endMetadata()
                .withNewSpec()
                .addNewReadinessGate("erlangcluster.io/joined")
                .endSpec()
                .withNewStatus()
                .endStatus()
                .build();
    }

    /** {@code name} reports that it is connected with exactly {@code connected}. */
    Seen linked(String name, String... connected) {
        Map<String, String> lacks = new HashMap<>();
        observation.names(Phase.UP).stream()
                .filter(peer -> !peer.equals(name) && !Arrays.asList(connected).contains(peer))
                .forEach(peer -> lacks.put(peer, ""));
        return lacking(name, lacks);
    }

    /** {@code name} reports that it lacks these peers, and why. */
    Seen lacking(String name, Map<String, String> peers) {
        Map<String, Map<String, String>> lacks =
                new HashMap<>(observation.links().lacks());
        lacks.put(name, peers);
        return with(
                observation.claims(),
                new LinkReports(lacks),
                observation.outsiders(),
                observation.cookie(),
                observation.now());
    }

    Seen pods(Pod... pods) {
        Map<String, Pod> holders = new HashMap<>();
        for (Pod pod : pods) {
            holders.put(pod.getMetadata().getName(), pod);
        }
        NodeClaims claims = new NodeClaims(holders, List.of());
        return with(claims, observation.links(), observation.outsiders(), observation.cookie(), observation.now());
    }

    Seen outsiders(Outsiders outsiders) {
        return with(observation.claims(), observation.links(), outsiders, observation.cookie(), observation.now());
    }

    Seen cookie(CookieState cookie) {
        return with(observation.claims(), observation.links(), observation.outsiders(), cookie, observation.now());
    }

    /** The same at another time, with {@code before} as the status that was written. */
    Seen later(ErlangClusterStatus before, Instant now) {
        observation.cluster().setStatus(before);
        return at(now);
    }

    Seen at(Instant now) {
        return with(observation.claims(), observation.links(), observation.outsiders(), observation.cookie(), now);
    }

    private Seen with(NodeClaims claims, LinkReports links, Outsiders outsiders, CookieState cookie, Instant now) {
        return new Seen(new Observation(
                observation.cluster(),
                observation.neighbours(),
                observation.nodes(),
                claims,
                links,
                outsiders,
                cookie,
                now));
    }

    ErlangClusterStatus status() {
        return ClusterStatus.of(observation);
    }
}
