package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.LogLines;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StandingLinksTest {

    private static final NodeName WEB = NodeName.parse("web-0@shop.prod");
    private static final NodeName WORKER = NodeName.parse("worker-0@shop.prod");
    private static final Objection GONE = new Objection(Answer.UNKNOWN_NODE, "gone");

    private final StandingLinks links = new StandingLinks();
    private final List<NodeName> asked = new ArrayList<>();

    @Test
    void onlyLinksWithTheNodesThatChangedAreLookedAt() {
        add(WEB, Optional.of(GONE));
        EmbeddedChannel worker = add(WORKER, Optional.of(GONE));

        links.review(view(WEB, WORKER), view(WEB));

        assertThat(asked).containsExactly(WORKER);
        assertThat(worker.isOpen()).isFalse();
    }

    @Test
    void bothEndsAreClosedAtOnce() {
        EmbeddedChannel vm = new EmbeddedChannel();
        EmbeddedChannel peer = new EmbeddedChannel();
        links.add(WEB, vm, peer, () -> Optional.of(GONE));

        links.review(view(WEB), view());

        assertThat(vm.isOpen()).isFalse();
        assertThat(peer.isOpen()).isFalse();
    }

    @Test
    void whatNothingSpeaksAgainstStays() {
        EmbeddedChannel vm = add(WEB, Optional.empty());

        links.review(view(WEB), view());
        links.review();

        assertThat(asked).containsExactly(WEB, WEB);
        assertThat(vm.isOpen()).isTrue();
    }

    @Test
    void aLinkThatEndedIsForgotten() {
        add(WEB, Optional.of(GONE)).close().syncUninterruptibly();

        links.review();

        assertThat(asked).isEmpty();
    }

    @Test
    void whatThePeerSaidLastIsStillDelivered() {
        EmbeddedChannel vm = new EmbeddedChannel();
        EmbeddedChannel peer = new EmbeddedChannel();
        links.add(WEB, vm, peer, () -> Optional.of(GONE));
        peer.close().syncUninterruptibly();

        links.review();

        assertThat(vm.isOpen()).isTrue();
    }

    @Test
    void manyLinksThatEndForOneCauseAreOneLine() {
        IntStream.range(0, 100).forEach(i -> add(NodeName.parse("web-" + i + "@shop.prod"), Optional.of(GONE)));
        try (LogLines log = LogLines.of(StandingLinks.class)) {
            links.review();
            links.review();

            assertThat(log.lines()).hasSize(1);
            assertThat(log.lines().getFirst())
                    .startsWith("event=links-ended cause=UNKNOWN_NODE links=100 detail=\"web-0@shop.prod: gone; ")
                    .contains("web-4@")
                    .doesNotContain("web-5@")
                    .contains("advice=");
        }
    }

    private EmbeddedChannel add(NodeName node, Optional<Objection> objection) {
        EmbeddedChannel vm = new EmbeddedChannel();
        links.add(node, vm, new EmbeddedChannel(), () -> {
            asked.add(node);
            return objection;
        });
        return vm;
    }

    private static ClusterView view(NodeName... names) {
        return ClusterView.NOTHING.with(
                1,
                List.of(names).stream()
                        .map(name -> new ClusterNode(
                                name, ClusterNode.Phase.UP, "pod", "uid", "10.0.0.1", 4370, 1, Map.of()))
                        .toList(),
                List.of());
    }
}
