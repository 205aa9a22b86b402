package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.concurrent.Future;
import java.net.Socket;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A second link between two pods costs no second full handshake, and is verified like the first. */
@Timeout(120)
class ResumptionTest {

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final TestAuthority authority = new TestAuthority();
    private final OwnIdentity webIdentity = new OwnIdentity();
    private final OwnIdentity workerIdentity = new OwnIdentity();
    private Watched webTls;
    private Watched workerTls;
    private TestPod web;
    private TestPod worker;

    @BeforeEach
    void twoPods() throws Exception {
        webTls = new Watched(new MutualTls(group.next(), webIdentity, TestPod.SHORT));
        workerTls = new Watched(new MutualTls(group.next(), workerIdentity, TestPod.SHORT));
        web = new TestPod(group.next(), "web-0", "127.0.0.2", webTls);
        worker = new TestPod(group.next(), "worker-0", "127.0.0.3", workerTls);
        web.knows(web.asNode(), worker.asNode());
        worker.knows(web.asNode(), worker.asNode());
        is(webIdentity, authority.pod("pod-web-0", "uid-web-0"));
        is(workerIdentity, authority.pod("pod-worker-0", "uid-worker-0"));
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        worker.close();
        web.onLoop(() -> {
            webTls.security.close();
            workerTls.security.close();
            return true;
        });
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void theSecondLinkResumesTheSessionOfTheFirst() throws Exception {
        link();
        link();

        assertThat(webTls.resumed).containsExactly(false, true);
        assertThat(workerTls.resumed).containsExactly(false, true);
    }

    @Test
    void aResumedSessionOfAPodThatIsNotTheNodesAnyMoreIsRefused() throws Exception {
        link();
        ClusterNode old = web.asNode();
        worker.knows(
                new ClusterNode(
                        old.name(), old.phase(), old.pod(), "another", old.podIp(), old.tunnelPort(), 1, Map.of()),
                worker.asNode());

        try (Socket here = web.connectTo(worker.asNode())) {
            assertThat(here.getInputStream().readAllBytes()).isEmpty();
        }
        assertThat(web.lastRefusal(worker.asNode())).contains(Answer.WRONG_CERTIFICATE);
        assertThat(workerTls.resumed).first().isEqualTo(false);
        assertThat(workerTls.resumed).last().isEqualTo(true);
    }

    @Test
    void aRenewedCertificateIsShownInAFullHandshake() throws Exception {
        link();
        is(workerIdentity, authority.pod("pod-worker-0", "uid-worker-0"));
        link();

        assertThat(workerTls.resumed).containsExactly(false, false);
    }

    private void link() throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            there.getOutputStream().write(28);
            assertThat(here.getInputStream().read()).isEqualTo(28);
        }
    }

    private void is(OwnIdentity own, Identity now) throws Exception {
        web.onLoop(() -> {
            own.trust(now.authorities());
            own.certified(now.key(), now.chain());
            return true;
        });
    }

    /** Notes of every verification whether the session was a resumed one. */
    private static final class Watched implements TunnelSecurity {

        private final MutualTls security;
        private final List<Boolean> resumed = new CopyOnWriteArrayList<>();

        Watched(MutualTls security) {
            this.security = security;
        }

        @Override
        public Optional<Objection> objection(Channel peer, ClusterNode node) {
            var engine = (ReferenceCountedOpenSslEngine)
                    peer.pipeline().get(SslHandler.class).engine();
            resumed.add(SSL.isSessionReused(engine.sslPointer()));
            return security.objection(peer, node);
        }

        @Override
        public Optional<Objection> revocation(Channel peer, ClusterNode node) {
            return security.revocation(peer, node);
        }

        @Override
        public Optional<Objection> secureInbound(ChannelPipeline pipeline) {
            return security.secureInbound(pipeline);
        }

        @Override
        public void secureOutbound(ChannelPipeline pipeline, ClusterNode peer) {
            security.secureOutbound(pipeline, peer);
        }

        @Override
        public Future<?> ready() {
            return security.ready();
        }

        @Override
        public Future<?> secured(Channel peer) {
            return security.secured(peer);
        }
    }
}
