package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.LogLines;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import io.erlangcluster.sidecar.registry.Peering;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Web of shop.prod dials api of billing.money. */
@Timeout(120)
class PeerLinkTest {

    private static final Duration GENEROUS = Duration.ofSeconds(30);
    private static final Peering CALLED = new Peering(false, true, Set.of());
    private static final Peering CALLER = new Peering(true, false, Set.of("api"));

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final TestAuthority authority = new TestAuthority();
    private final OwnIdentity webIdentity = new OwnIdentity();
    private final OwnIdentity apiIdentity = new OwnIdentity();
    private final List<MutualTls> mutual = new ArrayList<>();
    private TunnelPolicy webPolicy;
    private TestPod web;
    private TestPod api;

    @BeforeEach
    void twoPodsThatAgree() throws Exception {
        webPolicy = new TunnelPolicy(mutualTls(webIdentity));
        web = new TestPod(
                group.next(),
                NodeName.parse("web-0@shop.prod"),
                "127.0.0.2",
                webPolicy,
                PeerHosts.parse("127.0.1.1=billing.money"));
        api = new TestPod(
                group.next(),
                NodeName.parse("api-0@billing.money"),
                "127.0.0.3",
                new TunnelPolicy(mutualTls(apiIdentity)),
                PeerHosts.NONE);
        web.isTold(web.asNode(), api.asPeer(CALLED));
        api.isTold(api.asNode(), web.asPeer(CALLER));
        is(webIdentity, "web-0", "shop", "prod");
        is(apiIdentity, "api-0", "billing", "money");
    }

    private MutualTls mutualTls(OwnIdentity own) {
        MutualTls created = new MutualTls(group.next(), own, TestPod.SHORT);
        mutual.add(created);
        return created;
    }

    @AfterEach
    void close() throws Exception {
        for (MutualTls one : mutual) {
            web.onLoop(() -> {
                one.close();
                return true;
            });
        }
        web.close();
        api.close();
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void theLinkIsAHiddenOne() throws Exception {
        try (Socket here = dial();
                Socket there = api.vm.accept()) {
            here.getOutputStream().write(name(0xF_0000_0001L));
            byte[] seen = there.getInputStream().readNBytes(name(0).length);
            assertThat(seen).isEqualTo(name(0xF_0000_0000L));
        }
    }

    @Test
    void whatIsNoHandshakeDoesNotPass() throws Exception {
        try (Socket here = dial();
                Socket there = api.vm.accept()) {
            here.getOutputStream().write(new byte[] {0, 0, 1, 2, 3});
            assertThat(there.getInputStream().readAllBytes()).isEmpty();
        }
    }

    @Test
    void whoMayNotCallIsRefused() throws Exception {
        api.isTold(api.asNode(), web.asPeer(new Peering(false, true, Set.of())));
        assertRefused(Answer.NOT_GRANTED);
    }

    @Test
    void aServiceThatIsNotGrantedIsRefused() throws Exception {
        api.isTold(api.asNode(), web.asPeer(new Peering(true, false, Set.of("ledger"))));
        assertRefused(Answer.NOT_GRANTED);
    }

    @Test
    void aClusterThatIsNoPeerIsRefused() throws Exception {
        api.isTold(api.asNode());
        assertRefused(Answer.POLICY);
    }

    @Test
    void aPeersPodIsWhoItsCertificateNames() throws Exception {
        is(webIdentity, "web-0", "bank", "prod");
        assertRefused(Answer.WRONG_CERTIFICATE);
        is(webIdentity, "web-0", "shop", "test");
        assertRefused(Answer.WRONG_CERTIFICATE);
        is(webIdentity, "web-1", "shop", "prod");
        assertRefused(Answer.WRONG_CERTIFICATE);
        is(webIdentity, "web-0", "shop", "prod");
        is(apiIdentity, "api-0", "shop", "prod");
        assertRefused(Answer.WRONG_CERTIFICATE);
    }

    @Test
    void aMembersCertificateMustBeOfOurOwnClusterStill() throws Exception {
        api.isTold(api.asNode(), web.asNode());
        assertRefused(Answer.WRONG_CERTIFICATE);
    }

    @Test
    void peersAreNotLinkedWithoutTls() throws Exception {
        web.onLoop(() -> {
            webPolicy.plain(true);
            return true;
        });
        assertRefused(Answer.PLAIN_PEER);
    }

    @Test
    void whoIsNoPeerAnyMoreIsNotDialled() throws Exception {
        int port = web.portFor(api.asPeer(CALLED));
        web.isTold(web.asNode(), api.asPeer(new Peering(true, false, Set.of())));
        try (Socket here = new Socket(InetAddress.ofLiteral("127.0.1.1"), port)) {
            assertThat(here.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(api.counters.linksOpen()).isZero();
        assertThat(web.lastRefusal(api.asPeer(CALLED))).contains(Answer.UNKNOWN_NODE);
    }

    @Test
    void aLinkEndsWhenTheCalledGrantsItNoMore() throws Exception {
        assertEnds(Answer.NOT_GRANTED, api, web.asPeer(new Peering(true, false, Set.of("ledger"))));
    }

    @Test
    void aLinkEndsWhenTheCallerIsNoPeerAnyMore() throws Exception {
        assertEnds(Answer.POLICY, api);
    }

    @Test
    void aLinkEndsWhenTheCalledMayBeCalledNoMore() throws Exception {
        assertEnds(Answer.NOT_GRANTED, web, api.asPeer(new Peering(true, false, Set.of())));
    }

    @Test
    void aLinkStandsWhenMoreIsGranted() throws Exception {
        try (Socket here = dial();
                Socket there = api.vm.accept()) {
            here.getOutputStream().write(name(0));
            assertThat(there.getInputStream().readNBytes(name(0).length)).hasSize(name(0).length);
            api.isTold(api.asNode(), web.asPeer(new Peering(true, true, Set.of())));
            web.isTold(web.asNode(), api.asPeer(new Peering(true, true, Set.of("web"))));
            there.getOutputStream().write(new byte[] {0, 3, 's', 'o', 'k'});
            assertThat(here.getInputStream().readNBytes(5)).hasSize(5);
        }
    }

    /** When {@code one} is told that the other is {@code now}, or nothing of it. */
    private void assertEnds(Answer cause, TestPod one, ClusterNode... now) throws Exception {
        try (Socket here = dial();
                Socket there = api.vm.accept();
                LogLines log = LogLines.of(StandingLinks.class)) {
            here.getOutputStream().write(name(0));
            assertThat(there.getInputStream().readNBytes(name(0).length)).hasSize(name(0).length);
            one.isTold(Stream.concat(Stream.of(one.asNode()), Stream.of(now)).toArray(ClusterNode[]::new));
            here.setSoTimeout((int) GENEROUS.toMillis());
            there.setSoTimeout((int) GENEROUS.toMillis());
            assertThat(here.getInputStream().readAllBytes()).isEmpty();
            assertThat(there.getInputStream().readAllBytes()).isEmpty();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("event=links-ended cause=" + cause + " links=1");
        }
    }

    /** Length, N, flags, creation, length of the name, name (dist_util.erl, send_name). */
    private static byte[] name(long flags) {
        byte[] name = "web-0@shop.prod".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return ByteBuffer.allocate(2 + 1 + 8 + 4 + 2 + name.length)
                .putShort((short) (15 + name.length))
                .put((byte) 'N')
                .putLong(flags)
                .putInt(7)
                .putShort((short) name.length)
                .put(name)
                .array();
    }

    private Socket dial() throws Exception {
        return new Socket(InetAddress.ofLiteral("127.0.1.1"), web.portFor(api.asPeer(CALLED)));
    }

    private void assertRefused(Answer cause) throws Exception {
        try (Socket here = dial()) {
            here.setSoTimeout((int) GENEROUS.toMillis());
            assertThat(here.getInputStream().readAllBytes()).isEmpty();
        }
        await().atMost(GENEROUS)
                .untilAsserted(
                        () -> assertThat(web.lastRefusal(api.asPeer(CALLED))).contains(cause));
    }

    private void is(OwnIdentity own, String alive, String cluster, String namespace) throws Exception {
        var now = authority.pod("pod-" + alive, "uid-" + alive, cluster, namespace);
        web.onLoop(() -> {
            own.trust(now.authorities());
            own.certified(now.key(), now.chain());
            return true;
        });
    }
}
