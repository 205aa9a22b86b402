package io.erlangcluster.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.api.ErlangClusterSpec.Tls;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.api.Peer;
import io.erlangcluster.api.Peer.Direction;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.enterprise.inject.Vetoed;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Shop calls billing's api. */
class ClusterRegistriesTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");
    private static final ResourceID BILLING = new ResourceID("billing", "money");
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final Known nodes = new Known();
    private final ClusterRegistries registries = new ClusterRegistries(nodes);
    private final List<byte[]> toShop = new CopyOnWriteArrayList<>();
    private final List<byte[]> toBilling = new CopyOnWriteArrayList<>();

    @BeforeEach
    void twoClusters() {
        nodes.are(SHOP, node("shop", "prod", "web-0", Phase.UP));
        nodes.are(BILLING, node("billing", "money", "api-0", Phase.UP), node("billing", "money", "ledger-0", Phase.UP));
        registries.clustersKnown();
        begin(SHOP, toShop);
        begin(BILLING, toBilling);
    }

    /** After a restart of the operator: a snapshot without a peer would end the links with it. */
    @Test
    void nothingIsToldBeforeAllClustersHaveBeenSeen() {
        ClusterRegistries restarted = new ClusterRegistries(nodes);
        List<byte[]> received = new CopyOnWriteArrayList<>();
        ClusterRegistry shop = restarted.of(SHOP);
        restarted.peers(SHOP, List.of(new Peer("billing", "money", Direction.OUTBOUND, null)));
        shop.protect(Tls.MUTUAL);
        shop.mix(Mixing.DEFAULT);
        shop.subscribe("some-pod", received::add);
        nodes.are(SHOP, node("shop", "prod", "web-0", Phase.UP));
        assertThat(shop.isPublished()).isFalse();

        restarted.peers(BILLING, List.of(new Peer("shop", "prod", Direction.BOTH, null)));
        assertThat(shop.isPublished()).isFalse();
        assertThat(told(received)).isEmpty();

        restarted.clustersKnown();
        await().atMost(GENEROUS).until(() -> !told(received).isEmpty());
        assertThat(received.stream().map(ClusterRegistriesTest::message).filter(ToSidecar::hasSnapshot))
                .singleElement()
                .satisfies(first -> assertThat(
                                first.getSnapshot().getNodesList().stream().map(Node::getName))
                        .contains("web-0@shop.prod", "api-0@billing.money"));
    }

    @Test
    void eachIsToldWhatThePeeringNeedsAndNoMore() {
        agree();
        await().atMost(GENEROUS)
                .until(() -> told(toShop).size() == 2 && told(toBilling).size() == 3);
        assertThat(node(toShop, "api-0@billing.money"))
                .isEqualTo(Node.newBuilder()
                        .setName("api-0@billing.money")
                        .setPhase(Node.Phase.UP)
                        .setPod("api-0")
                        .setPodUid("u-api-0")
                        .setPodIp("10.0.0.1")
                        .setTunnelPort(4370)
                        .setCreation(7)
                        .setPeering(peering().setOutbound(true))
                        .build());
        assertThat(node(toBilling, "web-0@shop.prod").getPeering())
                .isEqualTo(peering().setInbound(true).addServices("api").build());
        assertThat(node(toBilling, "web-0@shop.prod").getLabelsMap()).isEmpty();
        assertThat(node(toBilling, "api-0@billing.money").hasPeering()).isFalse();
    }

    @Test
    void aChangeOfAPeersNodeIsTold() {
        agree();
        await().atMost(GENEROUS).until(() -> told(toShop).containsKey("api-0@billing.money"));
        nodes.are(BILLING, node("billing", "money", "api-0", Phase.LEAVING));
        await().atMost(GENEROUS).until(() -> node(toShop, "api-0@billing.money").getPhase() == Node.Phase.LEAVING);
        nodes.are(BILLING);
        await().atMost(GENEROUS).until(() -> told(toShop).size() == 1);
    }

    @Test
    void whoEndsItEndsItForBoth() {
        agree();
        await().atMost(GENEROUS)
                .until(() -> told(toShop).size() == 2 && told(toBilling).size() == 3);
        registries.peers(SHOP, List.of());
        await().atMost(GENEROUS)
                .until(() -> told(toShop).size() == 1 && told(toBilling).size() == 2);
    }

    private void agree() {
        registries.peers(SHOP, List.of(new Peer("billing", "money", Direction.OUTBOUND, null)));
        registries.peers(BILLING, List.of(new Peer("shop", "prod", Direction.BOTH, List.of("api"))));
    }

    private void begin(ResourceID cluster, List<byte[]> received) {
        ClusterRegistry registry = registries.of(cluster);
        registry.protect(Tls.MUTUAL);
        registry.mix(Mixing.DEFAULT);
        registry.subscribe("some-pod", received::add);
        await().atMost(GENEROUS).until(() -> !told(received).isEmpty());
    }

    private static io.erlangcluster.protocol.v1.Peering.Builder peering() {
        return io.erlangcluster.protocol.v1.Peering.newBuilder();
    }

    private static Node node(List<byte[]> received, String name) {
        return told(received).getOrDefault(name, Node.getDefaultInstance());
    }

    /** What a sidecar that got {@code received} knows, by name. */
    private static Map<String, Node> told(List<byte[]> received) {
        Map<String, Node> known = new HashMap<>();
        for (byte[] bytes : received) {
            ToSidecar message = message(bytes);
            message.getSnapshot().getNodesList().forEach(node -> known.put(node.getName(), node));
            Delta delta = message.getDelta();
            delta.getPutList().forEach(node -> known.put(node.getName(), node));
            delta.getRemovedList().forEach(known::remove);
        }
        return known;
    }

    private static ToSidecar message(byte[] bytes) {
        try {
            return ToSidecar.parseFrom(bytes);
        } catch (InvalidProtocolBufferException malformed) {
            throw new AssertionError(malformed);
        }
    }

    private static ErlangNode node(String cluster, String namespace, String alive, Phase phase) {
        ErlangNode node = new ErlangNode();
        node.setMetadata(new ObjectMetaBuilder()
                .withNamespace(namespace)
                .addToLabels("app", cluster)
                .build());
        node.setSpec(new ErlangNodeSpec(
                cluster, alive + "@" + cluster + "." + namespace, new ErlangNodeSpec.PodRef(alive, "u-" + alive)));
        node.setStatus(new ErlangNodeStatus(phase, "10.0.0.1", 4370, 7, "2026-01-01T00:00:00Z"));
        return node;
    }

    @Test
    void aChangeVisitsNoNodeButTheOneThatChanged() {
        ErlangNode[] many = IntStream.range(0, 500)
                .mapToObj(slot -> node("shop", "prod", "web-" + slot, Phase.UP))
                .toArray(ErlangNode[]::new);
        nodes.are(SHOP, many);
        await().atMost(GENEROUS).until(() -> told(toShop).size() == 500);
        nodes.visited.clear();
        many[7] = node("shop", "prod", "web-7", Phase.DOWN);
        nodes.changes(SHOP, many[7]);
        await().atMost(GENEROUS).until(() -> node(toShop, "web-7@shop.prod").getPhase() == Node.Phase.DOWN);
        assertThat(nodes.visited).containsOnly("web-7@shop.prod");
        assertThat(message(toShop.getLast()).getDelta().getPutList()).hasSize(1);
    }

    /** Complete from the beginning; keeps count of whom it was asked for. */
    @Vetoed
    private static final class Known extends NodeStore {
        private final Map<ResourceID, Map<String, ErlangNode>> nodes = new ConcurrentHashMap<>();
        private final List<Listener> told = new CopyOnWriteArrayList<>();
        private final List<String> visited = new CopyOnWriteArrayList<>();

        void are(ResourceID cluster, ErlangNode... now) {
            Map<String, ErlangNode> before = nodes.getOrDefault(cluster, Map.of());
            Map<String, ErlangNode> after = new ConcurrentHashMap<>();
            for (ErlangNode node : now) {
                after.put(node.getSpec().name(), node);
            }
            nodes.put(cluster, after);
            after.values().forEach(node -> tell(cluster, Optional.empty(), Optional.of(node)));
            before.values().stream()
                    .filter(node -> !after.containsKey(node.getSpec().name()))
                    .forEach(node -> tell(cluster, Optional.of(node), Optional.empty()));
        }

        void changes(ResourceID cluster, ErlangNode now) {
            Optional<ErlangNode> before =
                    Optional.ofNullable(nodes.computeIfAbsent(cluster, _ -> new ConcurrentHashMap<>())
                            .put(now.getSpec().name(), now));
            tell(cluster, before, Optional.of(now));
        }

        private void tell(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
            told.forEach(listener -> listener.changed(cluster, before, now));
        }

        @Override
        public void listen(Listener listener) {
            told.add(listener);
        }

        @Override
        public boolean isComplete() {
            return true;
        }

        @Override
        public Collection<ErlangNode> of(ResourceID cluster) {
            Map<String, ErlangNode> all = nodes.getOrDefault(cluster, Map.of());
            visited.addAll(all.keySet());
            return all.values();
        }

        @Override
        public List<ErlangNode> named(ResourceID cluster, String name) {
            visited.add(name);
            return Optional.ofNullable(nodes.getOrDefault(cluster, Map.of()).get(name)).stream()
                    .toList();
        }
    }
}
