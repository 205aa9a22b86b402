package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.PodReports;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;

/**
 * What monitoring is told of each cluster. Labels are the cluster, its namespace, and words of ours; a cluster that is
 * gone takes its meters with it. Gauges are read when somebody asks.
 */
@Singleton
class ClusterMetrics {

    private final MeterRegistry meters;
    private final NodeStore nodes;
    private final PodReports reports;
    private final Map<ResourceID, ErlangCluster> latest = new ConcurrentHashMap<>();

    ClusterMetrics(MeterRegistry meters, NodeStore nodes, PodReports reports) {
        this.meters = meters;
        this.nodes = nodes;
        this.reports = reports;
    }

    /** {@code cluster} came or changed. */
    void seen(ErlangCluster cluster) {
        ResourceID id = ResourceID.fromResource(cluster);
        if (latest.put(id, cluster) == null) {
            register(id);
        }
    }

    /** The cluster is gone, and nothing is said of it any more. */
    void forget(ResourceID cluster) {
        latest.remove(cluster);
        List<Meter> gone = meters.getMeters().stream()
                .filter(meter -> tags(cluster).stream()
                        .allMatch(tag -> meter.getId().getTags().contains(tag)))
                .toList();
        gone.forEach(meters::remove);
    }

    /** A reconciliation ended. One of a cluster that is just going leaves nothing behind. */
    void reconciled(ResourceID cluster, boolean successful) {
        if (latest.containsKey(cluster)) {
            reconciliations(cluster, successful).increment();
        }
    }

    private void register(ResourceID cluster) {
        for (Phase phase : Phase.values()) {
            count(
                    "erlangcluster.nodes",
                    tags(cluster).and("phase", phase.name().toLowerCase(Locale.ROOT)),
                    cluster,
                    node -> Observation.phase(node) == phase);
        }
        count(
                "erlangcluster.leases",
                tags(cluster),
                cluster,
                node -> node.getSpec().isLease());
        ofStatus("erlangcluster.links", cluster, ErlangClusterStatus::links);
        ofStatus("erlangcluster.links.expected", cluster, ErlangClusterStatus::expectedLinks);
        gauge(
                "erlangcluster.control.streams",
                tags(cluster),
                () -> reports.of(cluster).size());
        // From zero, so that the first failure is an increase and not the birth of a series.
        reconciliations(cluster, true);
        reconciliations(cluster, false);
    }

    private Counter reconciliations(ResourceID cluster, boolean successful) {
        return meters.counter(
                "erlangcluster.reconciliations", tags(cluster).and("outcome", successful ? "ok" : "failed"));
    }

    private void count(String name, Tags tags, ResourceID cluster, Predicate<ErlangNode> wanted) {
        gauge(name, tags, () -> nodes.of(cluster).stream().filter(wanted).count());
    }

    private void ofStatus(String name, ResourceID cluster, ToIntFunction<ErlangClusterStatus> field) {
        gauge(
                name,
                tags(cluster),
                () -> Optional.ofNullable(latest.get(cluster))
                        .flatMap(known -> Optional.ofNullable(known.getStatus()))
                        .map(field::applyAsInt)
                        .orElse(0));
    }

    private void gauge(String name, Tags tags, Supplier<Number> value) {
        Gauge.builder(name, value).strongReference(true).tags(tags).register(meters);
    }

    private static Tags tags(ResourceID cluster) {
        return Tags.of(
                "cluster",
                cluster.getName(),
                "namespace",
                cluster.getNamespace().orElse(""));
    }
}
