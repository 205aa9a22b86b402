package io.erlangcluster.sidecar.admin;

import io.erlangcluster.sidecar.admin.Readings.LookUps;
import io.erlangcluster.sidecar.admin.Readings.NodeLinks;
import io.erlangcluster.sidecar.registry.ClusterNode.Phase;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.tunnel.Answer;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import java.util.List;
import java.util.Locale;

/** What Prometheus scrapes. What is not known is left out: an absent value is no zero. */
final class MetricsPage {

    /** Nodes of one pod that are told of; a pod has one. */
    private static final int LOCAL_NODES = 32;

    private final Readings now;
    private final Exposition page = new Exposition();

    private MetricsPage(Readings now) {
        this.now = now;
    }

    static Page of(Readings now) {
        MetricsPage metrics = new MetricsPage(now);
        metrics.epmd();
        metrics.mesh();
        metrics.tunnel();
        metrics.registry();
        metrics.process();
        return Page.found(Exposition.CONTENT_TYPE, metrics.page.toString());
    }

    private void epmd() {
        page.of(Metric.EPMD_REGISTRATIONS).value(now.registrations());
        LookUps lookUps = now.lookUps();
        page.of(Metric.LOOKUPS_TOTAL)
                .value("found", lookUps.found())
                .value("unknown", lookUps.unknown())
                .value("failed", lookUps.failed());
    }

    private void mesh() {
        ClusterView cluster = now.cluster();
        page.of(Metric.NODES);
        for (Phase phase : Phase.values()) {
            page.value(
                    phase.name().toLowerCase(Locale.ROOT),
                    cluster.nodes().values().stream()
                            .filter(node -> node.phase() == phase)
                            .count());
        }
        List<NodeLinks> links = now.links().stream().limit(LOCAL_NODES).toList();
        page.of(Metric.LINKS_EXPECTED);
        links.forEach(of -> page.value(of.node().toString(), of.expected()));
        page.of(Metric.LINKS);
        links.forEach(of -> page.value(of.node().toString(), of.up()));
    }

    private void tunnel() {
        TunnelCounters counters = now.tunnel();
        page.of(Metric.TUNNEL_LINKS).value(counters.linksOpen());
        page.of(Metric.TUNNEL_RECEIVED_BYTES_TOTAL).value(counters.bytesIn());
        page.of(Metric.TUNNEL_SENT_BYTES_TOTAL).value(counters.bytesOut());
        page.of(Metric.TUNNEL_REFUSED_TOTAL);
        for (Answer cause : Answer.values()) {
            if (cause != Answer.OK) {
                page.value(cause.name().toLowerCase(Locale.ROOT), counters.refused(cause));
            }
        }
    }

    private void registry() {
        page.of(Metric.OPERATOR_CONNECTED).value(now.operatorConnected() ? 1 : 0);
        now.registryAge().ifPresent(age -> {
            page.of(Metric.REGISTRY_VERSION).value(now.cluster().version());
            page.of(Metric.REGISTRY_AGE_SECONDS).value(age.toSeconds());
        });
        now.certificateExpiry()
                .ifPresent(end ->
                        page.of(Metric.CERTIFICATE_EXPIRY_TIMESTAMP_SECONDS).value(end.getEpochSecond()));
    }

    private void process() {
        now.residentBytes()
                .ifPresent(
                        bytes -> page.of(Metric.PROCESS_RESIDENT_MEMORY_BYTES).value(bytes));
    }
}
