package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.PodReports;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClusterMetricsTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ClusterMetrics metrics = new ClusterMetrics(meters, new NodeStore(), new PodReports());

    @Test
    void aClusterIsToldOfAsItIsNow() {
        metrics.seen(cluster("shop", 0, 0));
        metrics.seen(cluster("shop", 2, 3));
        assertThat(meters.get("erlangcluster.links").gauge().value()).isEqualTo(2);
        assertThat(meters.get("erlangcluster.links.expected").gauge().value()).isEqualTo(3);
        assertThat(meters.get("erlangcluster.nodes").tag("phase", "up").gauge().value())
                .isZero();
        assertThat(meters.get("erlangcluster.control.streams").gauge().value()).isZero();
        assertThat(meters.get("erlangcluster.leases").gauge().value()).isZero();
    }

    @Test
    void reconciliationsAreCountedByOutcome() {
        metrics.seen(cluster("shop", 0, 0));
        metrics.reconciled(SHOP, true);
        metrics.reconciled(SHOP, false);
        metrics.reconciled(SHOP, false);
        assertThat(meters.get("erlangcluster.reconciliations")
                        .tags("outcome", "failed", "cluster", "shop", "namespace", "prod")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void aClusterThatIsGoneLeavesNothingAndTakesNothingOfOthers() {
        metrics.seen(cluster("bank", 0, 0));
        int ofBank = meters.getMeters().size();
        metrics.seen(cluster("shop", 0, 0));
        assertThat(meters.getMeters()).hasSize(2 * ofBank);
        metrics.forget(SHOP);
        metrics.reconciled(SHOP, true);
        assertThat(meters.getMeters()).hasSize(ofBank);
        assertThat(meters.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("cluster")).isEqualTo("bank"));
    }

    @Test
    void theNumberOfSeriesDoesNotGrowWithWhatHappens() {
        metrics.seen(cluster("shop", 0, 0));
        int before = meters.getMeters().size();
        for (int i = 0; i < 100; i++) {
            metrics.seen(cluster("shop", i, i));
            metrics.reconciled(SHOP, i % 2 == 0);
        }
        assertThat(meters.getMeters()).hasSize(before);
    }

    private static ErlangCluster cluster(String name, int links, int expected) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withNamespace("prod").withName(name).build());
        cluster.setStatus(
                new ErlangClusterStatus(1L, 3, 3, links, expected, links + "/" + expected, "", "", List.of()));
        return cluster;
    }
}
