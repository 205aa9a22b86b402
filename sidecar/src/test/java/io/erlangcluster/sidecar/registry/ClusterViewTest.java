package io.erlangcluster.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.registry.ClusterNode.Phase;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ClusterViewTest {

    private static final ClusterNode OURS = node("api-0@shop.prod", Optional.empty());
    private static final ClusterNode THEIRS =
            node("api-0@billing.money", Optional.of(new Peering(false, true, Set.of())));

    @Test
    void aPeersNodeOfTheSameAliveNameIsNoMember() {
        ClusterView view = ClusterView.NOTHING.with(1, List.of(OURS, THEIRS), List.of());
        assertThat(view.nodes()).containsOnly(Map.entry("api-0", OURS));
        assertThat(view.peers()).containsOnly(Map.entry(THEIRS.name(), THEIRS));
        assertThat(view.find("api-0")).contains(OURS);
        assertThat(view.find(THEIRS.name())).contains(THEIRS);
        assertThat(view.find(OURS.name())).contains(OURS);
        assertThat(view.find(NodeName.parse("api-0@shop.test"))).isEmpty();
    }

    @Test
    void theEndOfOneLeavesTheOther() {
        ClusterView view = ClusterView.NOTHING.with(1, List.of(OURS, THEIRS), List.of());
        assertThat(view.with(2, List.of(), List.of(THEIRS.name())))
                .isEqualTo(new ClusterView("", 2, Map.of("api-0", OURS)));
        assertThat(view.with(2, List.of(), List.of(OURS.name())))
                .isEqualTo(new ClusterView("", 2, Map.of(), Map.of(THEIRS.name(), THEIRS)));
    }

    @Test
    void onlyAPeerThatMayBeCalledIsOffered() {
        assertThat(THEIRS.offered()).isTrue();
        assertThat(node("api-0@billing.money", Optional.of(new Peering(true, false, Set.of())))
                        .offered())
                .isFalse();
    }

    @Test
    void aMeshIsOfWhoIsOfferedAndOfOneCluster() {
        ClusterNode self = member("web-0@shop.prod", Phase.UP);
        ClusterNode other = member("web-1@shop.prod", Phase.UP);
        ClusterView view = view(
                self,
                other,
                member("web-2@shop.prod", Phase.RESERVED),
                member("web-3@shop.prod", Phase.DOWN),
                member("web-4@elsewhere.prod", Phase.UP));

        assertThat(view.meshOf(self.name())).containsOnly(Map.entry(other.name(), other));
    }

    @Test
    void whoIsNotOfferedItselfHasNobodyToDial() {
        ClusterNode self = member("web-0@shop.prod", Phase.RESERVED);
        ClusterView view = view(self, member("web-1@shop.prod", Phase.UP));

        assertThat(view.meshOf(self.name())).isEmpty();
        assertThat(view.meshOf(NodeName.parse("web-9@shop.prod"))).isEmpty();
    }

    private static ClusterView view(ClusterNode... nodes) {
        return ClusterView.NOTHING.with(1, List.of(nodes), List.of());
    }

    private static ClusterNode member(String name, Phase phase) {
        return new ClusterNode(NodeName.parse(name), phase, "pod", "uid", "10.0.0.1", 4370, 1, Map.of());
    }

    private static ClusterNode node(String name, Optional<Peering> peering) {
        return new ClusterNode(NodeName.parse(name), Phase.UP, "pod", "uid", "10.0.0.1", 4370, 1, Map.of(), peering);
    }
}
