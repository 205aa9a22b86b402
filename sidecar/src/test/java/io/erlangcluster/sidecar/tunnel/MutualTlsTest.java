package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two pods, and what may stand between them. Web dials, worker accepts. */
@Timeout(120)
class MutualTlsTest {

    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final TestAuthority authority = new TestAuthority();
    private final OwnIdentity webIdentity = new OwnIdentity();
    private final OwnIdentity workerIdentity = new OwnIdentity();
    private final List<MutualTls> mutual = new ArrayList<>();
    private TunnelPolicy webPolicy;
    private TunnelPolicy workerPolicy;
    private TestPod web;
    private TestPod worker;

    @BeforeEach
    void twoPodsThatKnowEachOther() throws Exception {
        webPolicy = new TunnelPolicy(mutualTls(webIdentity));
        workerPolicy = new TunnelPolicy(mutualTls(workerIdentity));
        web = new TestPod(group.next(), "web-0", "127.0.0.2", webPolicy);
        worker = new TestPod(group.next(), "worker-0", "127.0.0.3", workerPolicy);
        web.knows(web.asNode(), worker.asNode());
        worker.knows(web.asNode(), worker.asNode());
        is(webIdentity, authority.pod("pod-web-0", "uid-web-0"));
        is(workerIdentity, authority.pod("pod-worker-0", "uid-worker-0"));
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        worker.close();
        for (MutualTls one : mutual) {
            web.onLoop(() -> {
                one.close();
                return true;
            });
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void twoPodsWithTheirOwnCertificatesAreLinked() throws Exception {
        assertLinked();
        assertThat(web.lastRefusal(worker.asNode())).isEmpty();
    }

    @Test
    void oneDirectionCanEndBeforeTheOther() throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write("ask".getBytes(StandardCharsets.US_ASCII));
            here.shutdownOutput();
            assertThat(there.getInputStream().readAllBytes()).asString().isEqualTo("ask");

            there.getOutputStream().write(new byte[1_000_000]);
            there.shutdownOutput();
            assertThat(here.getInputStream().readAllBytes()).hasSize(1_000_000);
        }
        await().atMost(GENEROUS).until(() -> web.counters.linksOpen() == 0 && worker.counters.linksOpen() == 0);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedByTheOneThatIsAsked() throws Exception {
        Identity foreign = new TestAuthority().pod("pod-web-0", "uid-web-0");
        is(webIdentity, new Identity(foreign.key(), foreign.chain(), List.of(authority.certificate())));

        assertRefused(Answer.FOREIGN_CERTIFICATE);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefusedByTheOneThatAsks() throws Exception {
        Identity foreign = new TestAuthority().pod("pod-worker-0", "uid-worker-0");
        is(workerIdentity, new Identity(foreign.key(), foreign.chain(), List.of(authority.certificate())));

        assertRefused(Answer.FOREIGN_CERTIFICATE);
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        is(webIdentity, authority.pod("pod-web-0", "uid-web-0", Duration.ofHours(-1)));

        assertRefused(Answer.EXPIRED_CERTIFICATE);
    }

    @Test
    void anExpiredCertificateOfTheOneThatIsAskedIsRefused() throws Exception {
        is(workerIdentity, authority.pod("pod-worker-0", "uid-worker-0", Duration.ofHours(-1)));

        assertRefused(Answer.EXPIRED_CERTIFICATE);
    }

    @Test
    void aGoodCertificateOfAnotherPodIsRefusedByTheOneThatIsAsked() throws Exception {
        is(webIdentity, authority.pod("pod-api-0", "uid-api-0"));

        assertRefused(Answer.WRONG_CERTIFICATE);
        assertThat(worker.counters.refused(Answer.WRONG_CERTIFICATE)).isEqualTo(1);
    }

    @Test
    void aGoodCertificateOfAnotherPodIsRefusedByTheOneThatAsks() throws Exception {
        is(workerIdentity, authority.pod("pod-api-0", "uid-api-0"));

        assertRefused(Answer.WRONG_CERTIFICATE);
        assertThat(worker.counters.linksOpen()).isZero();
    }

    @Test
    void thePodThatHadTheNameBeforeIsRefused() throws Exception {
        is(webIdentity, authority.pod("pod-web-0", "uid-of-the-pod-before"));

        assertRefused(Answer.WRONG_CERTIFICATE);
    }

    @Test
    void aPodThatLeftTheRegistryIsRefusedThoughItsCertificateIsStillGood() throws Exception {
        assertLinked();
        worker.knows(worker.asNode());

        assertRefused(Answer.UNKNOWN_NODE);
    }

    @Test
    void withoutItsOwnCertificateAPodLetsNobodyInAndSaysSo() throws Exception {
        TestPod late = new TestPod(group.next(), "late-0", "127.0.0.4", mutualTls(new OwnIdentity()));
        try (late) {
            web.knows(web.asNode(), late.asNode());
            try (Socket here = web.connectTo(late.asNode())) {
                assertThat(readUntilClosed(here)).isEmpty();
            }
            assertThat(web.lastRefusal(late.asNode())).contains(Answer.HANDSHAKE);
            assertThat(late.counters.refused(Answer.NO_IDENTITY)).isEqualTo(1);
        }
    }

    @Test
    void whoDialsBeforeItsCertificateIsThereWaitsForIt() throws Exception {
        OwnIdentity own = new OwnIdentity();
        TestPod late = new TestPod(group.next(), "late-0", "127.0.0.4", mutualTls(own));
        try (late) {
            late.knows(late.asNode(), worker.asNode());
            worker.knows(late.asNode(), worker.asNode());
            try (Socket here = late.connectTo(worker.asNode())) {
                here.getOutputStream().write(29);
                is(own, authority.pod("pod-late-0", "uid-late-0"));
                try (Socket there = worker.vm.accept()) {
                    assertThat(there.getInputStream().read()).isEqualTo(29);
                }
            }
        }
    }

    @Test
    void linksOutliveTheRenewalOfBothCertificates() throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write(21);
            assertThat(there.getInputStream().read()).isEqualTo(21);
            TestAuthority next = new TestAuthority();
            is(webIdentity, next.pod("pod-web-0", "uid-web-0"));
            is(workerIdentity, next.pod("pod-worker-0", "uid-worker-0"));

            there.getOutputStream().write(22);
            assertThat(here.getInputStream().read()).isEqualTo(22);
            here.getOutputStream().write(23);
            assertThat(there.getInputStream().read()).isEqualTo(23);
        }
        assertLinked();
    }

    @Test
    void onlyAnExplicitPolicyMakesNewLinksPlain() throws Exception {
        web.onLoop(() -> {
            webPolicy.plain(true);
            return true;
        });
        assertRefused(Answer.UNREACHABLE);
        await().atMost(GENEROUS).until(() -> worker.counters.refused(Answer.HANDSHAKE) == 1);

        worker.onLoop(() -> {
            workerPolicy.plain(true);
            return true;
        });
        assertLinked();
    }

    @Test
    void aLinkEndsWhenTheAcceptingPodHearsThatTheOtherIsGone() throws Exception {
        assertEnds(() -> worker.knows(worker.asNode()));
    }

    @Test
    void aLinkEndsWhenTheDiallingPodHearsThatTheOtherIsGone() throws Exception {
        assertEnds(() -> web.knows(web.asNode()));
    }

    @Test
    void aLinkEndsWhenAnotherPodHasTheName() throws Exception {
        assertEnds(() -> worker.knows(worker.asNode(), replaced(web.asNode(), ClusterNode.Phase.UP, "uid-new")));
    }

    @Test
    void aLinkWithAPodThatLeavesStandsUntilItsVmEnds() throws Exception {
        assertStays(() -> {
            worker.knows(worker.asNode(), replaced(web.asNode(), ClusterNode.Phase.LEAVING, "uid-web-0"));
            web.knows(web.asNode(), replaced(worker.asNode(), ClusterNode.Phase.DOWN, "uid-worker-0"));
        });
    }

    @Test
    void plainLinksEndWhenPlainIsNotWantedAnyMore() throws Exception {
        plain(webPolicy, true);
        plain(workerPolicy, true);
        assertEnds(() -> plain(workerPolicy, false));
    }

    @Test
    void linksWithTlsStayWhenPlainIsAllowed() throws Exception {
        assertStays(() -> {
            plain(webPolicy, true);
            plain(workerPolicy, true);
        });
    }

    @Test
    void whoHasNoCertificateAnyMoreTakesNobodyForAnybody() throws Exception {
        EmbeddedChannel peer = new EmbeddedChannel();
        for (MutualTls one : mutual) {
            web.onLoop(() -> {
                one.close();
                return true;
            });
            assertThat(one.objection(peer, web.asNode()).map(Objection::cause)).contains(Answer.NO_IDENTITY);
            assertThat(one.revocation(peer, web.asNode()).map(Objection::cause)).contains(Answer.NO_IDENTITY);
        }
        peer.close().syncUninterruptibly();
    }

    private void plain(TunnelPolicy policy, boolean wanted) throws Exception {
        web.onLoop(() -> {
            policy.plain(wanted);
            return true;
        });
    }

    private static ClusterNode replaced(ClusterNode node, ClusterNode.Phase phase, String uid) {
        return new ClusterNode(node.name(), phase, node.pod(), uid, node.podIp(), node.tunnelPort(), 1, node.labels());
    }

    private interface News {
        void come() throws Exception;
    }

    private void assertEnds(News news) throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write(27);
            assertThat(there.getInputStream().read()).isEqualTo(27);
            news.come();
            assertThat(readUntilClosed(here)).isEmpty();
            assertThat(readUntilClosed(there)).isEmpty();
        }
    }

    private void assertStays(News news) throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write(27);
            assertThat(there.getInputStream().read()).isEqualTo(27);
            news.come();
            here.getOutputStream().write(28);
            assertThat(there.getInputStream().read()).isEqualTo(28);
            there.getOutputStream().write(29);
            assertThat(here.getInputStream().read()).isEqualTo(29);
        }
    }

    private MutualTls mutualTls(OwnIdentity own) {
        MutualTls created = new MutualTls(group.next(), own, TestPod.SHORT);
        mutual.add(created);
        return created;
    }

    private void is(OwnIdentity own, Identity now) throws Exception {
        web.onLoop(() -> {
            own.trust(now.authorities());
            own.certified(now.key(), now.chain());
            return true;
        });
    }

    private void assertLinked() throws IOException, Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write(27);
            assertThat(there.getInputStream().read()).isEqualTo(27);
            there.getOutputStream().write(28);
            assertThat(here.getInputStream().read()).isEqualTo(28);
        }
    }

    /** The VM's connection is closed, and the dialling end knows the cause at that moment. */
    private void assertRefused(Answer cause) throws Exception {
        ClusterNode node = worker.asNode();
        try (Socket here = web.connectTo(node)) {
            assertThat(readUntilClosed(here)).isEmpty();
        }
        assertThat(web.lastRefusal(node)).isEqualTo(Optional.of(cause));
        assertThat(web.counters.refused(cause)).isPositive();
    }

    private static byte[] readUntilClosed(Socket socket) throws IOException {
        socket.setSoTimeout((int) GENEROUS.toMillis());
        return socket.getInputStream().readAllBytes();
    }
}
