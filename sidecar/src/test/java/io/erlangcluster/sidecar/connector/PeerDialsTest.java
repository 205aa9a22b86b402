package io.erlangcluster.sidecar.connector;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PeerDialsTest {

    private static final NodeName A = NodeName.parse("a@shop.prod");
    private static final NodeName B = NodeName.parse("b@shop.prod");
    private static final NodeName C = NodeName.parse("c@shop.prod");

    private record Dial(NodeName peer, Consumer<String> ended) {}

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<Dial> dials = new ArrayList<>();

    PeerDialsTest() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void theSmallerNameDialsAtOnceAndTheGreaterAfterAPause() {
        PeerDials smaller = dials(A, 16);
        smaller.want(up(1, B), Set.of());
        assertThat(dialled()).containsExactly(B);

        PeerDials greater = dials(B, 16);
        greater.want(up(1, A), Set.of());
        pass(999);
        assertThat(dialled()).containsExactly(B);
        pass(600);
        assertThat(dialled()).containsExactly(B, A);
    }

    @Test
    void nobodyIsDialledWhoConnectedDuringThePause() {
        PeerDials greater = dials(B, 16);
        greater.want(up(1, A), Set.of());
        greater.want(up(1, A), Set.of(A));
        pass(60_000);
        assertThat(dialled()).isEmpty();
    }

    @Test
    void aPeerIsDialledOnceAtATimeAndAgainAfterADelay() {
        PeerDials smaller = dials(A, 16);
        smaller.want(up(1, B), Set.of());
        smaller.want(up(1, B), Set.of());
        pass(60_000);
        assertThat(dialled()).containsExactly(B);
        dials.getFirst().ended().accept("no");
        assertThat(smaller.failures()).containsEntry(B, "no");
        pass(40);
        assertThat(dialled()).containsExactly(B);
        pass(500);
        assertThat(dialled()).containsExactly(B, B);
    }

    @Test
    void delaysGrowToTheMostAndNeverEnd() {
        PeerDials smaller = dials(A, 16);
        smaller.want(up(1, B), Set.of());
        for (int round = 1; round <= 20; round++) {
            dials.getLast().ended().accept("no");
            pass(30_000);
            assertThat(dials).hasSize(round + 1);
        }
        dials.getLast().ended().accept("no");
        pass(14_000);
        assertThat(dials).hasSize(21);
    }

    @Test
    void aNewCreationIsDialledAtOnce() {
        PeerDials smaller = dials(A, 16);
        smaller.want(up(1, B), Set.of());
        dials.getFirst().ended().accept("no");
        smaller.want(up(2, B), Set.of());
        assertThat(dialled()).containsExactly(B, B);
        assertThat(smaller.failures()).isEmpty();
        pass(60_000);
        assertThat(dialled()).hasSize(2);
    }

    @Test
    void whoIsNoLongerOfferedIsNoLongerDialled() {
        PeerDials smaller = dials(A, 16);
        smaller.want(up(1, B), Set.of());
        dials.getFirst().ended().accept("no");
        smaller.want(Map.of(), Set.of());
        pass(60_000);
        assertThat(dialled()).hasSize(1);
        assertThat(smaller.failures()).isEmpty();
    }

    @Test
    void dialsAtOnceAreBounded() {
        PeerDials smaller = dials(A, 1);
        smaller.want(up(1, B, C), Set.of());
        pass(60_000);
        assertThat(dials).hasSize(1);
        dials.getFirst().ended().accept("");
        assertThat(dialled()).containsExactlyInAnyOrder(B, C);
    }

    @Test
    void nothingHappensAfterTheStop() {
        PeerDials smaller = dials(A, 1);
        smaller.want(up(1, B, C), Set.of());
        smaller.stop();
        dials.getFirst().ended().accept("no");
        pass(60_000);
        assertThat(dials).hasSize(1);
    }

    private PeerDials dials(NodeName self, int parallel) {
        ConnectorSettings pod = ConnectorSettings.of(new CookieRing("cookie"), Optional.empty());
        ConnectorSettings settings = new ConnectorSettings(
                pod.cookies(), pod.podAddress(), pod.localRetry(), pod.peerRetry(), Duration.ofSeconds(1), parallel);
        return new PeerDials(self, channel.eventLoop(), settings, (peer, ended) -> dials.add(new Dial(peer, ended)));
    }

    private List<NodeName> dialled() {
        return dials.stream().map(Dial::peer).toList();
    }

    private void pass(long millis) {
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }

    private static Map<NodeName, ClusterNode> up(long creation, NodeName... names) {
        Map<NodeName, ClusterNode> nodes = new HashMap<>();
        for (NodeName name : names) {
            nodes.put(
                    name,
                    new ClusterNode(
                            name, ClusterNode.Phase.UP, name.alive(), "uid", "10.0.0.1", 4370, creation, Map.of()));
        }
        return nodes;
    }
}
