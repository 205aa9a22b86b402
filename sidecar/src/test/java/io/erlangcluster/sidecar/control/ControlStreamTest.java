package io.erlangcluster.sidecar.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.LinkFailure;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.NodeDown;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.Peering;
import io.erlangcluster.protocol.v1.Refused;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ControlStreamTest {

    private static final Duration GENEROUS = Duration.ofSeconds(30);
    private static final LocalNode WEB = new LocalNode(NodeName.parse("web-0@shop.prod"), 40000, 0xFFFF_FFF0L);
    private static final NodeName WORKER = NodeName.parse("worker-0@shop.prod");

    private final EventLoopGroup group = Transport.best().newEventLoop("test");
    private final PodRegistry registry = new PodRegistry();
    private TestOperator operator;
    private ControlStream stream;

    @BeforeEach
    void connect() throws Exception {
        operator = new TestOperator();
        stream = stream(operator.uri(), GENEROUS);
        onLoop(() -> {
            registry.listen(stream);
            stream.open();
        });
    }

    private ControlStream stream(URI uri, Duration handshake) {
        ControlSettings.Timing quick = new ControlSettings.Timing(
                Duration.ofSeconds(5),
                handshake,
                Duration.ofMillis(100),
                Duration.ofSeconds(2),
                Duration.ofMillis(20),
                Duration.ofMillis(200),
                Duration.ofMillis(1));
        return new ControlStream(
                group.next(),
                new ControlSettings(uri, "prod", "web-abc", "uid-1", "shop", 4370, quick),
                registry,
                Credentials.NONE);
    }

    @AfterEach
    void close() throws Exception {
        onLoop(stream::close);
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        operator.close();
    }

    @Test
    void saysWhoItIsFirst() throws Exception {
        Hello hello = operator.next().getHello();

        assertThat(hello)
                .isEqualTo(Hello.newBuilder()
                        .setNamespace("prod")
                        .setPod("web-abc")
                        .setPodUid("uid-1")
                        .setCluster("shop")
                        .setTunnelPort(4370)
                        .build());
    }

    @Test
    void snapshotAndDeltasBecomeTheClusterView() throws Exception {
        operator.next();
        operator.say(
                snapshot("e1", 7, node("web-0@shop.prod", Node.Phase.UP), node("old-0@shop.prod", Node.Phase.DOWN)));
        operator.say(ToSidecar.newBuilder()
                .setDelta(Delta.newBuilder()
                        .setEpoch("e1")
                        .setFromVersion(7)
                        .setVersion(9)
                        .addPut(node(WORKER.toString(), Node.Phase.LEAVING))
                        .addRemoved("old-0@shop.prod"))
                .build());

        ClusterView view = viewAt(9);
        assertThat(view.epoch()).isEqualTo("e1");
        assertThat(view.nodes()).containsOnlyKeys("web-0", "worker-0");
        assertThat(view.find("web-0"))
                .contains(new ClusterNode(
                        WEB.name(),
                        ClusterNode.Phase.UP,
                        "a-pod",
                        "a-uid",
                        "10.0.0.1",
                        4370,
                        0xFFFF_FFFEL,
                        Map.of("app", "shop")));
        assertThat(view.find("worker-0")).map(ClusterNode::phase).contains(ClusterNode.Phase.LEAVING);
    }

    @Test
    void nodesOfPeersAreNoMembers() throws Exception {
        operator.next();
        Node.Builder api = node("web-0@billing.money", Node.Phase.UP).toBuilder()
                .clearLabels()
                .setPeering(Peering.newBuilder().setInbound(true).addServices("web"));
        operator.say(snapshot("e1", 7, node("web-0@shop.prod", Node.Phase.UP), api.build()));
        ClusterView view = viewAt(7);
        assertThat(view.nodes()).containsOnlyKeys("web-0");
        assertThat(view.peers())
                .containsOnly(Map.entry(
                        NodeName.parse("web-0@billing.money"),
                        new ClusterNode(
                                NodeName.parse("web-0@billing.money"),
                                ClusterNode.Phase.UP,
                                "a-pod",
                                "a-uid",
                                "10.0.0.1",
                                4370,
                                0xFFFF_FFFEL,
                                Map.of(),
                                Optional.of(
                                        new io.erlangcluster.sidecar.registry.Peering(true, false, Set.of("web"))))));
        operator.say(ToSidecar.newBuilder()
                .setDelta(Delta.newBuilder()
                        .setEpoch("e1")
                        .setFromVersion(7)
                        .setVersion(8)
                        .addRemoved("web-0@billing.money"))
                .build());
        assertThat(viewAt(8).peers()).isEmpty();
        assertThat(viewAt(8).nodes()).containsOnlyKeys("web-0");
    }

    @Test
    void malformedEntriesAndUnknownPhasesCostNobodyElse() throws Exception {
        operator.next();
        operator.say(snapshot(
                "e1",
                1,
                node("no host", Node.Phase.UP),
                node("web-0@shop.prod", Node.Phase.UP),
                node("a-0@shop.prod", Node.Phase.UP).toBuilder()
                        .setPhaseValue(99)
                        .build(),
                node("b-0@shop.prod", Node.Phase.UP).toBuilder()
                        .setPodIp("example")
                        .build(),
                node("c-0@shop.prod", Node.Phase.UP).toBuilder()
                        .setTunnelPort(70000)
                        .build()));

        assertThat(viewAt(1).nodes()).containsOnlyKeys("web-0");
    }

    @Test
    void aGapInTheVersionsBringsANewStreamAndKeepsTheViewMeanwhile() throws Exception {
        operator.next();
        operator.say(snapshot("e1", 7, node("web-0@shop.prod", Node.Phase.UP)));
        viewAt(7);
        operator.say(delta("e1", 8, 9));

        assertThat(operator.next().hasHello()).isTrue();
        assertThat(registry.cluster().version()).isEqualTo(7);
        operator.say(snapshot("e1", 9));
        assertThat(viewAt(9).nodes()).isEmpty();
    }

    @Test
    void anotherEpochBringsANewStream() throws Exception {
        operator.next();
        operator.say(snapshot("e1", 7));
        viewAt(7);
        operator.say(delta("e2", 7, 8));

        assertThat(operator.next().hasHello()).isTrue();
    }

    @Test
    void tellsOfNodesAndLinksAsTheyChangeAndNeverTwice() throws Exception {
        operator.next();
        onLoop(() -> registry.putLocal(WEB));
        assertThat(operator.next().getNodeUp()).isEqualTo(up());

        onLoop(() -> stream.linksChanged(WEB, Set.of(), Map.of(WORKER, "cookie rejected")));
        onLoop(() -> stream.linksChanged(WEB, Set.of(), Map.of(WORKER, "cookie rejected")));
        assertThat(operator.next().getLinks())
                .isEqualTo(Links.newBuilder()
                        .setName("web-0@shop.prod")
                        .addFailed(LinkFailure.newBuilder()
                                .setPeer(WORKER.toString())
                                .setCause("cookie rejected"))
                        .build());

        onLoop(() -> registry.removeLocal("web-0"));
        assertThat(operator.next().getNodeDown())
                .isEqualTo(NodeDown.newBuilder()
                        .setName("web-0@shop.prod")
                        .setCreation((int) WEB.creation())
                        .build());
        assertThat(operator.heardNothing()).isTrue();
    }

    @Test
    void anOperatorThatComesBackIsToldEverything() throws Exception {
        operator.next();
        operator.say(snapshot("e1", 7, node("web-0@shop.prod", Node.Phase.UP)));
        viewAt(7);
        operator.die();
        onLoop(() -> registry.putLocal(WEB));
        onLoop(() -> stream.linksChanged(WEB, Set.of(), Map.of(WORKER, "refused")));
        onLoop(() -> stream.linksChanged(WEB, Set.of(WORKER), Map.of()));
        assertThat(registry.cluster().version()).isEqualTo(7);
        operator.comeBack();

        Hello hello = operator.next().getHello();
        assertThat(hello.getNodesList()).containsExactly(up());
        assertThat(hello.getLinksList())
                .containsExactly(Links.newBuilder()
                        .setName("web-0@shop.prod")
                        .addConnected(WORKER.toString())
                        .build());
        operator.say(snapshot("e2", 1));
        assertThat(viewAt(1).epoch()).isEqualTo("e2");
    }

    @Test
    void anOperatorThatAnswersNothingIsLeft() throws Exception {
        operator.next();
        operator.stopListeningToPings();

        await().atMost(GENEROUS).until(() -> operator.streams() > 1);
    }

    @Test
    void anOperatorThatNeverShakesHandsIsLeft() throws Exception {
        try (ServerSocket mute = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            mute.setSoTimeout((int) GENEROUS.toMillis());
            ControlStream patient = stream(URI.create("ws://127.0.0.1:" + mute.getLocalPort()), Duration.ofMillis(50));
            onLoop(patient::open);
            try (Socket first = mute.accept();
                    Socket second = mute.accept()) {
                String request = new String(first.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertThat(request).startsWith("GET /v1/stream HTTP/1.1");
                assertThat(second.isConnected()).isTrue();
            } finally {
                onLoop(patient::close);
            }
        }
    }

    @Test
    void pongsKeepAnIdleStreamOpen() throws Exception {
        operator.next();
        TimeUnit.SECONDS.sleep(3);

        assertThat(operator.heardNothing()).isTrue();
        assertThat(operator.streams()).isEqualTo(1);
    }

    @Test
    void aRefusedPodAsksAgain() throws Exception {
        operator.next();
        operator.say(ToSidecar.newBuilder()
                .setRefused(Refused.newBuilder().setMessage("there is no ErlangCluster shop in namespace prod"))
                .build());

        assertThat(operator.next().hasHello()).isTrue();
    }

    @Test
    void rubbishBringsANewStream() throws Exception {
        operator.next();
        operator.sayRaw(new byte[] {(byte) 0xFF, 1, 2, 3});

        assertThat(operator.next().hasHello()).isTrue();
    }

    private ClusterView viewAt(long version) {
        return await().atMost(GENEROUS).until(registry::cluster, view -> view.version() == version);
    }

    private void onLoop(Runnable task) throws Exception {
        group.next().submit(task).get();
    }

    private static NodeUp up() {
        return NodeUp.newBuilder()
                .setName("web-0@shop.prod")
                .setCreation((int) WEB.creation())
                .build();
    }

    private static Node node(String name, Node.Phase phase) {
        return Node.newBuilder()
                .setName(name)
                .setPhase(phase)
                .setPod("a-pod")
                .setPodUid("a-uid")
                .setPodIp("10.0.0.1")
                .setTunnelPort(4370)
                .setCreation(-2)
                .putLabels("app", "shop")
                .build();
    }

    private static ToSidecar snapshot(String epoch, long version, Node... nodes) {
        Snapshot.Builder snapshot = Snapshot.newBuilder().setEpoch(epoch).setVersion(version);
        for (Node node : nodes) {
            snapshot.addNodes(node);
        }
        return ToSidecar.newBuilder().setSnapshot(snapshot).build();
    }

    private static ToSidecar delta(String epoch, long from, long to) {
        return ToSidecar.newBuilder()
                .setDelta(
                        Delta.newBuilder().setEpoch(epoch).setFromVersion(from).setVersion(to))
                .build();
    }
}
