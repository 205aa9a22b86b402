package io.erlangcluster.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.api.ErlangClusterSpec.Tls;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ClusterRegistryTest {

    private static final Mixing BY_VERSION = new Mixing(Mixing.Policy.SAME_LABEL, "version");

    private final ClusterRegistry registry = new ClusterRegistry("life-1");
    private final List<byte[]> received = new ArrayList<>();
    private final Consumer<byte[]> subscriber = received::add;

    @BeforeEach
    void everybodyMixes() {
        registry.mix(Mixing.DEFAULT);
    }

    @Test
    void beforeAnythingIsKnownASubscriberWaitsRatherThanHearOfAnEmptyCluster() {
        registry.subscribe("web-0", subscriber);
        assertThat(received).isEmpty();
        publish(registry, List.of(node("web-0", Phase.UP)));
        assertThat(message(0).getSnapshot().getNodesList())
                .extracting(Node::getName)
                .containsExactly("web-0@shop.prod");
    }

    @Test
    void aSubscriberGetsTheSnapshotThenEveryDeltaWithoutAGap() {
        publish(registry, List.of(node("web-0", Phase.RESERVED), node("web-1", Phase.UP)));
        registry.subscribe("web-0", subscriber);
        publish(registry, List.of(node("web-0", Phase.UP), node("worker-0", Phase.RESERVED)));
        assertThat(message(0).getSnapshot().getVersion()).isEqualTo(1);
        assertThat(message(0).getSnapshot().getEpoch()).startsWith("life-1");
        Delta delta = message(1).getDelta();
        assertThat(delta.getFromVersion()).isEqualTo(1);
        assertThat(delta.getVersion()).isEqualTo(2);
        assertThat(delta.getPutList())
                .extracting(Node::getName)
                .containsExactlyInAnyOrder("web-0@shop.prod", "worker-0@shop.prod");
        assertThat(delta.getRemovedList()).containsExactly("web-1@shop.prod");
    }

    @Test
    void nothingIsSentWhenNothingChanged() {
        publish(registry, List.of(node("web-0", Phase.UP)));
        registry.subscribe("web-0", subscriber);
        publish(registry, List.of(node("web-0", Phase.UP)));
        assertThat(received).hasSize(1);
    }

    @Test
    void oneSerializationServesAllSubscribers() {
        List<byte[]> other = new ArrayList<>();
        publish(registry, List.of());
        registry.subscribe("web-0", subscriber);
        registry.subscribe("web-0", other::add);
        publish(registry, List.of(node("web-0", Phase.UP)));
        assertThat(received.get(1)).isSameAs(other.get(1));
    }

    @Test
    void whoUnsubscribedHearsNothingMore() {
        publish(registry, List.of());
        registry.subscribe("web-0", subscriber);
        registry.unsubscribe(subscriber);
        publish(registry, List.of(node("web-0", Phase.UP)));
        assertThat(received).hasSize(1);
    }

    @Test
    void aNodeIsToldWithAllThatAPeerNeeds() {
        publish(registry, List.of(node("web-0", Phase.UP)));
        registry.subscribe("web-0", subscriber);
        assertThat(message(0).getSnapshot().getNodesList())
                .containsExactly(Node.newBuilder()
                        .setName("web-0@shop.prod")
                        .setPhase(Node.Phase.UP)
                        .setPod("web-0")
                        .setPodUid("u-web-0")
                        .setPodIp("10.0.0.1")
                        .setTunnelPort(4370)
                        .setCreation(-1)
                        .putLabels("app", "shop")
                        .build());
    }

    @Test
    void theEndOfAClusterEndsNothing() {
        publish(registry, List.of(node("web-0", Phase.UP)));
        registry.subscribe("web-0", subscriber);
        registry.rest();
        publish(registry, List.of());
        assertThat(received).hasSize(1);

        publish(registry, List.of(node("web-0", Phase.UP), node("web-1", Phase.UP)));
        registry.mix(Mixing.DEFAULT);
        assertThat(names(ToSidecar.newBuilder()
                        .setSnapshot(io.erlangcluster.protocol.v1.Snapshot.newBuilder()
                                .addAllNodes(message(1).getDelta().getPutList()))
                        .build()))
                .containsExactly("web-1@shop.prod");
    }

    @Test
    void beforeTheMixingIsKnownNobodyIsToldOfAnybody() {
        ClusterRegistry early = new ClusterRegistry("life-1");
        publish(early, List.of(node("web-0", Phase.UP)));
        early.subscribe("web-0", subscriber);
        assertThat(received).isEmpty();
        early.mix(Mixing.DEFAULT);
        assertThat(received).hasSize(1);
    }

    @Test
    void aSidecarIsToldOfItsOwnGroupOnly() {
        registry.mix(BY_VERSION);
        publish(registry, List.of(node("web-0", "1"), node("web-1", "1"), node("web-2", "2")));
        registry.subscribe("web-0", subscriber);
        assertThat(names(message(0))).containsExactlyInAnyOrder("web-0@shop.prod", "web-1@shop.prod");
        publish(registry, List.of(node("web-0", "1"), node("web-1", "1"), node("web-2", "2"), node("web-3", "2")));
        assertThat(received).as("others' groups are none of its business").hasSize(1);
        publish(registry, List.of(node("web-0", "1"), node("web-2", "2"), node("web-3", "2")));
        assertThat(message(1).getDelta().getRemovedList()).containsExactly("web-1@shop.prod");
    }

    @Test
    void aSidecarWithoutANodeWaitsForItsGroup() {
        registry.mix(BY_VERSION);
        publish(registry, List.of(node("web-1", "1")));
        registry.subscribe("web-0", subscriber);
        assertThat(received).isEmpty();
        publish(registry, List.of(node("web-1", "1"), node("web-0", "1")));
        assertThat(names(message(0))).containsExactlyInAnyOrder("web-0@shop.prod", "web-1@shop.prod");
        publish(registry, List.of(node("web-1", "1")));
        assertThat(message(1).getDelta().getRemovedList()).containsExactly("web-0@shop.prod");
    }

    @Test
    void whoChangesGroupsStartsAnewWithASnapshotOfAnotherEpoch() {
        registry.mix(BY_VERSION);
        publish(registry, List.of(node("web-0", "1"), node("web-1", "2")));
        registry.subscribe("web-0", subscriber);
        publish(registry, List.of(node("web-0", "2"), node("web-1", "2")));
        assertThat(names(message(1))).containsExactlyInAnyOrder("web-0@shop.prod", "web-1@shop.prod");
        assertThat(message(1).getSnapshot().getEpoch())
                .isNotEqualTo(message(0).getSnapshot().getEpoch());
        registry.mix(Mixing.DEFAULT);
        assertThat(names(message(2))).hasSize(2);
        assertThat(received).hasSize(3);
    }

    @Test
    void theTunnelsPolicyIsToldBeforeAnybodyAndAgainWhenItChanges() {
        registry.protect(Tls.MUTUAL);
        registry.subscribe("web-0", subscriber);
        publish(registry, List.of(node("web-0", Phase.UP)));
        registry.protect(Tls.MUTUAL);
        registry.protect(Tls.DISABLED);
        assertThat(received).hasSize(3);
        assertThat(message(0).getPolicy().getPlain()).isFalse();
        assertThat(message(1).hasSnapshot()).isTrue();
        assertThat(message(2).getPolicy().getPlain()).isTrue();
    }

    @Test
    void everyGroupIsToldOfTheOnePolicy() {
        List<byte[]> other = new ArrayList<>();
        registry.mix(BY_VERSION);
        publish(registry, List.of(node("web-0", "1"), node("web-1", "2")));
        registry.subscribe("web-0", subscriber);
        registry.subscribe("web-1", other::add);
        registry.protect(Tls.DISABLED);
        assertThat(received.getLast()).isSameAs(other.getLast());
        assertThat(message(1).getPolicy().getPlain()).isTrue();
    }

    @Test
    void aSnapshotIsSerializedOncePerVersion() {
        List<byte[]> other = new ArrayList<>();
        publish(registry, List.of(node("web-0", Phase.UP)));
        registry.subscribe("web-0", subscriber);
        registry.subscribe("web-1", other::add);
        assertThat(received.get(0)).isSameAs(other.get(0));
        registry.unsubscribe(subscriber);
        registry.subscribe("web-0", subscriber);
        assertThat(received.get(1)).as("nothing changed meanwhile").isSameAs(received.get(0));
        registry.update(Map.of("web-0@shop.prod", Known.NOTHING));
        List<byte[]> late = new ArrayList<>();
        registry.subscribe("web-2", late::add);
        assertThat(late.get(0)).isNotEqualTo(received.get(0));
    }

    @Test
    void anUpdateSaysNothingOfTheNodesThatItDoesNotName() {
        publish(registry, List.of(node("web-0", Phase.UP), node("web-1", Phase.UP), node("web-2", Phase.UP)));
        registry.subscribe("web-0", subscriber);
        registry.update(Map.of("web-1@shop.prod", known(node("web-1", Phase.DOWN)), "web-2@shop.prod", Known.NOTHING));
        Delta delta = message(1).getDelta();
        assertThat(delta.getPutList()).extracting(Node::getName).containsExactly("web-1@shop.prod");
        assertThat(delta.getRemovedList()).containsExactly("web-2@shop.prod");
        registry.update(Map.of("web-1@shop.prod", known(node("web-1", Phase.DOWN))));
        assertThat(received).as("it is told already").hasSize(2);
    }

    @Test
    void aMemberGoesBeforeAPeersNodeOfItsName() {
        Node peers =
                Node.newBuilder().setName("web-0@shop.prod").setPod("a-peers").build();
        Node own = NodeMessages.of(node("web-0", Phase.UP));
        registry.publish(Map.of("web-0@shop.prod", new Known(Optional.of(own), Optional.of(peers))));
        registry.subscribe("web-0", subscriber);
        assertThat(message(0).getSnapshot().getNodesList()).containsExactly(own);
        registry.update(Map.of("web-0@shop.prod", new Known(Optional.empty(), Optional.of(peers))));
        assertThat(message(1).getDelta().getPutList()).containsExactly(peers);
        registry.publish(Map.of());
        assertThat(message(2).getDelta().getRemovedList()).containsExactly("web-0@shop.prod");
    }

    @Test
    void whoComesToAGroupThatIsThereHearsOfItsChangesOnce() {
        List<byte[]> other = new ArrayList<>();
        registry.mix(BY_VERSION);
        publish(registry, List.of(node("web-0", "1"), node("web-1", "2")));
        registry.subscribe("web-0", subscriber);
        registry.subscribe("web-1", other::add);
        registry.update(Map.of("web-0@shop.prod", known(node("web-0", "2"))));
        assertThat(names(message(1))).containsExactlyInAnyOrder("web-0@shop.prod", "web-1@shop.prod");
        assertThat(received).as("nothing of the group it left, nothing twice").hasSize(2);
        assertThat(other).hasSize(2);
    }

    private static void publish(ClusterRegistry registry, Collection<ErlangNode> nodes) {
        registry.publish(
                nodes.stream().collect(Collectors.toMap(node -> node.getSpec().name(), ClusterRegistryTest::known)));
    }

    private static Known known(ErlangNode node) {
        return new Known(Optional.of(NodeMessages.of(node)), Optional.empty());
    }

    private static List<String> names(ToSidecar message) {
        return message.getSnapshot().getNodesList().stream().map(Node::getName).toList();
    }

    private static ErlangNode node(String alive, String version) {
        ErlangNode node = node(alive, Phase.UP);
        node.getMetadata().setLabels(Map.of("version", version));
        return node;
    }

    private ToSidecar message(int index) {
        try {
            return ToSidecar.parseFrom(received.get(index));
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static ErlangNode node(String alive, Phase phase) {
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder().addToLabels("app", "shop").build());
        node.setSpec(new ErlangNodeSpec("shop", alive + "@shop.prod", new ErlangNodeSpec.PodRef(alive, "u-" + alive)));
        node.setStatus(new ErlangNodeStatus(phase, "10.0.0.1", 4370, 0xffff_ffffL, "2026-01-01T00:00:00Z"));
        return node;
    }
}
