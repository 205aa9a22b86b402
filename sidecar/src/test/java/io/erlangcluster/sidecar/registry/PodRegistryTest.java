package io.erlangcluster.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.registry.ClusterNode.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodRegistryTest {

    private final List<String> told = new ArrayList<>();
    private final PodRegistry registry = new PodRegistry();

    PodRegistryTest() {
        registry.listen(new PodRegistry.Listener() {
            @Override
            public void localUp(LocalNode node) {
                told.add("up " + node.name() + " " + node.creation());
            }

            @Override
            public void localDown(LocalNode node) {
                told.add("down " + node.name() + " " + node.creation());
            }

            @Override
            public void clusterChanged(ClusterView before, ClusterView now) {
                told.add("cluster " + before.version() + " -> " + now.version());
            }
        });
    }

    @Test
    void aSecondLifeOfANameEndsTheFirst() {
        registry.putLocal(local("web-0", 1));
        registry.putLocal(local("web-0", 2));
        assertThat(told).containsExactly("up web-0@shop.prod 1", "down web-0@shop.prod 1", "up web-0@shop.prod 2");
        assertThat(registry.localNode("web-0")).contains(local("web-0", 2));
    }

    @Test
    void removingAnUnknownNameTellsNobody() {
        registry.removeLocal("web-0");
        assertThat(told).isEmpty();
    }

    @Test
    void localNodesStandOldestFirst() {
        registry.putLocal(local("web-1", 1));
        registry.putLocal(local("web-0", 1));
        assertThat(registry.localNodes())
                .extracting(node -> node.name().alive())
                .containsExactly("web-1", "web-0");
    }

    @Test
    void aDeltaPutsAndRemoves() {
        ClusterView first =
                ClusterView.NOTHING.with(1, List.of(node("web-0", Phase.UP), node("web-1", Phase.UP)), List.of());
        ClusterView second =
                first.with(2, List.of(node("web-1", Phase.LEAVING)), List.of(NodeName.parse("web-0@shop.prod")));
        registry.putCluster(first);
        registry.putCluster(second);
        assertThat(told).containsExactly("cluster 0 -> 1", "cluster 1 -> 2");
        assertThat(registry.cluster().find("web-0")).isEmpty();
        assertThat(registry.cluster().find("web-1"))
                .get()
                .extracting(ClusterNode::offered)
                .isEqualTo(false);
        assertThat(first.find("web-0")).as("the older view did not change").isPresent();
    }

    @Test
    void aNodeIsOfferedOnceItIsUpAndItsAddressIsKnown() {
        assertThat(node("web-0", Phase.UP).offered()).isTrue();
        assertThat(node("web-0", Phase.RESERVED).offered()).isFalse();
        assertThat(node("web-0", Phase.DOWN).offered()).isFalse();
        assertThat(new ClusterNode(NodeName.parse("web-0@shop.prod"), Phase.UP, "web-0", "uid", "", 4370, 1, Map.of())
                        .offered())
                .isFalse();
    }

    private static LocalNode local(String alive, long creation) {
        return new LocalNode(new NodeName(alive, "shop.prod"), 40001, creation);
    }

    private static ClusterNode node(String alive, Phase phase) {
        return new ClusterNode(new NodeName(alive, "shop.prod"), phase, alive, "uid", "10.77.0.2", 4370, 1, Map.of());
    }
}
