package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.admin.Readings.NodeLinks;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterNode.Phase;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkCountsTest {

    private static final NodeName WEB = NodeName.parse("web-0@shop.prod");
    private static final NodeName WORKER = NodeName.parse("worker-0@shop.prod");
    private static final NodeName DB = NodeName.parse("db-0@shop.prod");
    private static final NodeName LEAVING = NodeName.parse("worker-1@shop.prod");
    private static final NodeName SHELL = NodeName.parse("shell@shop.prod");
    private static final LocalNode LOCAL = new LocalNode(WEB, 9100, 4);

    private final PodRegistry registry = new PodRegistry();
    private final LinkCounts counts = new LinkCounts(registry);

    LinkCountsTest() {
        registry.listen(counts);
    }

    @Test
    void countsWhatTheClusterOffersAndWhatOfItIsConnected() {
        registry.putLocal(LOCAL);
        registry.putCluster(new ClusterView(
                "e",
                1,
                Map.of(
                        "web-0", node(WEB, Phase.UP),
                        "worker-0", node(WORKER, Phase.UP),
                        "db-0", node(DB, Phase.UP),
                        "worker-1", node(LEAVING, Phase.LEAVING))));
        assertThat(counts.links()).containsExactly(new NodeLinks(WEB, 2, 0));

        counts.linksChanged(LOCAL, Set.of(WORKER, LEAVING, SHELL), Map.of(DB, "wrong cookie"));

        assertThat(counts.links()).containsExactly(new NodeLinks(WEB, 2, 1));
    }

    @Test
    void forgetsTheLinksOfANodeThatEnded() {
        registry.putLocal(LOCAL);
        registry.putCluster(new ClusterView("e", 1, Map.of("worker-0", node(WORKER, Phase.UP))));
        counts.linksChanged(LOCAL, Set.of(WORKER), Map.of());

        registry.removeLocal("web-0");
        assertThat(counts.links()).isEmpty();
        registry.putLocal(LOCAL);
        assertThat(counts.links()).containsExactly(new NodeLinks(WEB, 1, 0));
    }

    @Test
    void theRegistryHasNoAgeBeforeItWasTold() {
        assertThat(counts.registryAge()).isEmpty();
        registry.putCluster(new ClusterView("e", 1, Map.of()));
        assertThat(counts.registryAge()).isPresent();
    }

    private static ClusterNode node(NodeName name, Phase phase) {
        return new ClusterNode(name, phase, "pod", "uid", "10.0.0.1", 4370, 4, Map.of());
    }
}
