package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.erlangcluster.e2e.sidecar.SidecarStream;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.NodeDown;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.ToOperator;
import io.fabric8.kubernetes.api.model.Pod;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a pod can do that speaks the control stream and means no good. The cluster shop.prod must not notice. */
@ExtendWith(PlatformExtension.class)
class CompromisedPodTest {

    private static final int POLICY_VIOLATION = 1008;
    private static final int CREATION = 7;

    @SuppressWarnings("NullAway.Init") // by move()
    private Hideout evil;

    @SuppressWarnings("NullAway.Init") // by move()
    private Map<String, Long> creations;

    @BeforeEach
    void move(Platform platform) throws Exception {
        evil = new Hideout(platform);
        creations = creations(platform);
    }

    @AfterEach
    void leave(Platform platform) {
        evil.close();
        awaitMesh(platform, 3);
        assertThat(creations(platform))
                .as("no VM of shop.prod was taken for another")
                .isEqualTo(creations);
    }

    @Test
    void cannotSpeakForAnotherPodWithItsOwnToken(Platform platform) {
        Pod mine = evil.pod("mallory-0", "red");
        Pod victim = prod(platform, "web-0");
        SidecarStream stream = evil.stream().say(SidecarStream.hello(victim, Shop.NAME, evil.token(mine)));
        assertRefused(stream);
    }

    @Test
    void cannotSpeakWithoutATokenOrWithOneForOthers(Platform platform) {
        Pod mine = evil.pod("mallory-0", "red");
        assertRefused(evil.stream().say(SidecarStream.hello(mine, "shop", "")));
        assertRefused(evil.stream().say(SidecarStream.hello(mine, "shop", "made-up")));
        String forVault = Credentials.token(platform.client(), mine, "vault");
        assertRefused(evil.stream().say(SidecarStream.hello(mine, "shop", forVault)));
    }

    @Test
    void cannotUseTheTokenOfADeletedPod(Platform platform) {
        Pod mine = evil.pod("mallory-0", "red");
        String token = evil.token(mine);
        platform.client().resource(mine).withGracePeriod(0).delete();
        assertRefused(evil.stream().say(SidecarStream.hello(mine, "shop", token)));
    }

    @Test
    void cannotJoinAnotherCluster() {
        Pod mine = evil.pod("mallory-0", "red");
        assertRefused(evil.stream().say(SidecarStream.hello(mine, "bank", evil.token(mine))));
    }

    @Test
    void seesNoOtherNamespaceAndNobodyWhomMixingForbids() {
        Pod mine = evil.pod("mallory-0", "red");
        evil.pod("friend-0", "red");
        evil.pod("blue-0", "blue");
        SidecarStream stream = evil.stream(mine);
        await().atMost(30, SECONDS).until(() -> stream.told().contains(Hideout.node("friend-0")));
        await().atMost(30, SECONDS).until(() -> evil.registered("blue-0").isPresent());
        // Something that changes after blue-0 did, and is told.
        evil.pod("friend-1", "red");
        await().atMost(30, SECONDS).until(() -> stream.told().contains(Hideout.node("friend-1")));
        assertThat(stream.told())
                .containsExactlyInAnyOrder(
                        Hideout.node("mallory-0"), Hideout.node("friend-0"), Hideout.node("friend-1"));
    }

    @Test
    void cannotTakeOrEndAnothersName(Platform platform) {
        Pod victim = evil.pod("victim-0", "red");
        evil.stream(victim).say(ToOperator.newBuilder().setNodeUp(up("victim-0@shop.evil", CREATION)));
        await().atMost(30, SECONDS).until(() -> phase("victim-0") == Phase.UP);

        Pod mine = evil.pod("mallory-0", "red");
        SidecarStream stream = evil.stream(mine)
                .say(ToOperator.newBuilder().setNodeUp(up("victim-0@shop.evil", 666)))
                .say(ToOperator.newBuilder().setNodeUp(up("web-0@shop.prod", 666)))
                .say(ToOperator.newBuilder().setNodeUp(up("new-0@shop.evil", 666)))
                .say(ToOperator.newBuilder()
                        .setNodeDown(NodeDown.newBuilder()
                                .setName("victim-0@shop.evil")
                                .setCreation(CREATION)))
                .say(ToOperator.newBuilder().setLinks(Links.newBuilder().setName("victim-0@shop.evil")))
                .say(ToOperator.newBuilder().setNodeUp(up("mallory-0@shop.evil", CREATION)));
        await("what was said before was dealt with").atMost(30, SECONDS).until(() -> phase("mallory-0") == Phase.UP);
        assertThat(stream.closed()).isNotDone();
        assertThat(phase("victim-0")).isEqualTo(Phase.UP);
        assertThat(evil.registered("victim-0").orElseThrow().getStatus().creation())
                .isEqualTo(CREATION);
        assertThat(evil.registered("new-0")).isEmpty();
        assertThat(platform.registered()).isEqualTo(platform.expected());
    }

    @Test
    void aFloodEndsTheFlooderAndNobodyElse(Platform platform) throws Exception {
        Pod mine = evil.pod("mallory-0", "red");
        SidecarStream flooder = evil.stream(mine);
        SidecarStream bloated = evil.stream();
        List<Socket> silent = new ArrayList<>();
        Pod late = platform.shop().pod("web", 7);
        try {
            for (int i = 0; i < 500; i++) {
                silent.add(new Socket(platform.operatorAddress().getAddress(), Shop.OPERATOR_PORT));
            }
            bloated.say(new byte[1 << 20]);
            byte[] message = ToOperator.newBuilder()
                    .setNodeUp(up("mallory-0@shop.evil", CREATION))
                    .build()
                    .toByteArray();
            for (int i = 0; i < 5000 && !flooder.closed().isDone(); i++) {
                flooder.say(message);
            }
            platform.client().resource(late).create();
            awaitMesh(platform, 4);
            assertThat(flooder.closed().get(30, SECONDS)).isNotNull();
            assertThat(bloated.closed().get(30, SECONDS)).isNotNull();
        } finally {
            for (Socket socket : silent) {
                socket.close();
            }
            platform.client().resource(late).delete();
        }
    }

    private static void assertRefused(SidecarStream stream) {
        assertThat(stream.closed()).succeedsWithin(30, SECONDS).isEqualTo(POLICY_VIOLATION);
        assertThat(stream.told()).isEmpty();
    }

    private static NodeUp.Builder up(String name, int creation) {
        return NodeUp.newBuilder().setName(name).setCreation(creation);
    }

    private Phase phase(String alive) {
        return evil.registered(alive)
                .map(ErlangNode::getStatus)
                .map(status -> status.phase())
                .orElse(Phase.RESERVED);
    }

    private static Pod prod(Platform platform, String name) {
        return platform.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withName(name)
                .require();
    }

    private static Map<String, Long> creations(Platform platform) {
        Map<String, Long> creations = new TreeMap<>();
        platform.client()
                .resources(ErlangNode.class)
                .inNamespace(Shop.NAMESPACE)
                .list()
                .getItems()
                .forEach(node ->
                        creations.put(node.getSpec().name(), node.getStatus().creation()));
        return creations;
    }
}
