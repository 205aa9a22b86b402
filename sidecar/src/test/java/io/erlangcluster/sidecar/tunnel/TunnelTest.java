package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.transport.Transport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class TunnelTest {

    private static final int MANY = 50 * 1024 * 1024;
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    private final EventLoopGroup group = Transport.NIO.newEventLoop("test");
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private TestPod web;
    private TestPod worker;

    @BeforeEach
    void twoPodsThatKnowEachOther() throws Exception {
        web = new TestPod(group.next(), "web-0", "127.0.0.2");
        worker = new TestPod(group.next(), "worker-0", "127.0.0.3");
        web.knows(web.asNode(), worker.asNode());
        worker.knows(web.asNode(), worker.asNode());
    }

    @AfterEach
    void close() throws Exception {
        web.close();
        worker.close();
        threads.close();
        group.shutdownGracefully(0, 5, java.util.concurrent.TimeUnit.SECONDS).sync();
    }

    @Test
    void carriesFiftyMegabytesBothWaysUnchanged() throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            CompletableFuture<byte[]> sentThere = async(() -> send(here, 1));
            CompletableFuture<byte[]> sentHere = async(() -> send(there, 2));
            CompletableFuture<byte[]> gotThere = async(() -> digest(there));
            CompletableFuture<byte[]> gotHere = async(() -> digest(here));

            assertThat(gotThere.get()).isEqualTo(sentThere.get());
            assertThat(gotHere.get()).isEqualTo(sentHere.get());
        }
        await().atMost(GENEROUS).until(() -> web.counters.linksOpen() == 0 && worker.counters.linksOpen() == 0);
        assertThat(web.counters.bytesOut()).isEqualTo(MANY).isEqualTo(worker.counters.bytesIn());
        assertThat(web.counters.bytesIn()).isEqualTo(MANY).isEqualTo(worker.counters.bytesOut());
    }

    @Test
    void theEndOfOneDirectionLeavesTheOtherOpen() throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write("ask".getBytes(StandardCharsets.US_ASCII));
            here.shutdownOutput();
            assertThat(there.getInputStream().readAllBytes()).asString().isEqualTo("ask");

            there.getOutputStream().write("answer".getBytes(StandardCharsets.US_ASCII));
            there.shutdownOutput();
            assertThat(here.getInputStream().readAllBytes()).asString().isEqualTo("answer");
        }
        await().atMost(GENEROUS).until(() -> web.counters.linksOpen() == 0 && worker.counters.linksOpen() == 0);
    }

    @Test
    void whatTheVmWroteBeforeItDiedStillArrives() throws Exception {
        try (Socket here = web.connectTo(worker.asNode())) {
            here.getOutputStream().write(new byte[10_000]);
        }
        try (Socket there = worker.vm.accept()) {
            assertThat(there.getInputStream().readAllBytes()).hasSize(10_000);
        }
    }

    @Test
    void aReaderThatStandsStillStopsTheWriterAndNobodyElse() throws Exception {
        try (Socket here = web.connectTo(worker.asNode());
                Socket frozen = worker.vm.accept();
                Socket other = web.connectTo(worker.asNode());
                Socket otherThere = worker.vm.accept()) {
            AtomicLong written = new AtomicLong();
            CompletableFuture<byte[]> writer = async(() -> {
                byte[] chunk = new byte[64 * 1024];
                for (int i = 0; i < 4096; i++) {
                    here.getOutputStream().write(chunk);
                    written.addAndGet(chunk.length);
                }
                return chunk;
            });
            AtomicLong before = new AtomicLong(-1);
            await().atMost(GENEROUS)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> before.getAndSet(written.get()) == written.get());

            // All that is under way: kernel buffers of three connections, and what each sidecar holds.
            assertThat(written.get()).isLessThan(64L * 1024 * 1024);
            assertThat(web.counters.bytesOut() - worker.counters.bytesIn()).isLessThan(16L * 1024 * 1024);
            other.getOutputStream().write(7);
            assertThat(otherThere.getInputStream().read()).isEqualTo(7);
            assertThat(writer).isNotDone();

            CompletableFuture<byte[]> drained =
                    async(() -> frozen.getInputStream().readNBytes(4096 * 64 * 1024));
            assertThat(drained.get()).hasSize(4096 * 64 * 1024);
            assertThat(writer.get()).isNotEmpty();
        }
    }

    @Test
    void aNodeThatIsNotInThePodIsRefused() throws Exception {
        worker.onLoop(() -> {
            worker.registry.removeLocal("worker-0");
            return true;
        });
        try (Socket here = web.connectTo(worker.asNode())) {
            assertThat(readUntilClosed(here)).isEmpty();
        }
        await().atMost(GENEROUS).until(() -> web.counters.refused(Answer.UNKNOWN_NODE) == 1);
        assertThat(worker.counters.refused(Answer.UNKNOWN_NODE)).isEqualTo(1);
    }

    @Test
    void aSourceThatClaimsAnotherPodsNodeIsRefused() throws Exception {
        try (Socket stranger = worker.dialTunnelFrom("127.0.0.9")) {
            stranger.getOutputStream().write(preface("shop"));

            assertThat(readUntilClosed(stranger)).containsExactly(Answer.UNKNOWN_NODE.code());
        }
        assertThat(worker.counters.linksOpen()).isZero();
    }

    @Test
    void anotherClusterIsRefused() throws Exception {
        try (Socket stranger = worker.dialTunnelFrom("127.0.0.2")) {
            stranger.getOutputStream().write(preface("bank"));

            assertThat(readUntilClosed(stranger)).containsExactly(Answer.POLICY.code());
        }
    }

    @Test
    void aSourceThatTheRegistryLearnsOfInTimeIsTakenIn() throws Exception {
        worker.knows(worker.asNode(), web.asNode("127.0.0.77"));
        try (Socket here = web.connectTo(worker.asNode())) {
            here.getOutputStream().write(5);
            await().atMost(GENEROUS).until(() -> web.counters.linksOpen() == 1);
            worker.knows(worker.asNode(), web.asNode());
            try (Socket there = worker.vm.accept()) {
                assertThat(there.getInputStream().read()).isEqualTo(5);
            }
        }
    }

    @Test
    void anObjectionThatPassesWithoutNewsIsNoReasonToStaySilent() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        TunnelSecurity once = new PlainTcp() {
            @Override
            public Optional<Objection> objection(Channel peer, ClusterNode node) {
                return asked.getAndIncrement() == 0
                        ? Optional.of(new Objection(Answer.EXPIRED_CERTIFICATE, "not yet valid"))
                        : Optional.empty();
            }
        };
        try (TestPod late = new TestPod(group.next(), "worker-1", "127.0.0.4", once)) {
            late.knows(web.asNode(), late.asNode());
            web.knows(web.asNode(), late.asNode());
            late.vm.setSoTimeout((int) GENEROUS.toMillis());
            try (Socket here = web.connectTo(late.asNode());
                    Socket there = late.vm.accept()) {
                here.getOutputStream().write(5);
                assertThat(there.getInputStream().read()).isEqualTo(5);
            }
        }
    }

    @Test
    void aDeadVmIsUnreachable() throws Exception {
        worker.vm.close();
        try (Socket here = web.connectTo(worker.asNode())) {
            assertThat(readUntilClosed(here)).isEmpty();
        }
        await().atMost(GENEROUS).until(() -> web.counters.refused(Answer.UNREACHABLE) == 1);
    }

    @Test
    void garbageIsAnsweredAndClosed() throws Exception {
        try (Socket stranger = worker.dialTunnelFrom("127.0.0.2")) {
            stranger.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(readUntilClosed(stranger)).containsExactly(Answer.BAD_PREFACE.code());
        }
    }

    @Test
    void aPrefaceThatNeverEndsIsClosed() throws Exception {
        try (Socket stranger = worker.dialTunnelFrom("127.0.0.2")) {
            stranger.getOutputStream().write("ECT".getBytes(StandardCharsets.US_ASCII));

            assertThat(readUntilClosed(stranger)).containsExactly(Answer.BAD_PREFACE.code());
        }
    }

    @Test
    void silentPeersBeyondTheLimitAreClosedAndOthersServedLater() throws Exception {
        Socket[] silent = new Socket[12];
        for (int i = 0; i < silent.length; i++) {
            silent[i] = worker.dialTunnelFrom("127.0.0.2");
        }
        for (Socket socket : silent) {
            readUntilClosed(socket);
            socket.close();
        }
        assertThat(worker.counters.refused(Answer.BUSY)).isPositive();

        try (Socket here = web.connectTo(worker.asNode());
                Socket there = worker.vm.accept()) {
            here.getOutputStream().write(1);
            assertThat(there.getInputStream().read()).isEqualTo(1);
        }
    }

    @Test
    void aNodeKeepsItsPortUntilItIsGone() throws Exception {
        ClusterNode node = worker.asNode();
        int port = web.portFor(node);
        assertThat(web.portFor(node)).isEqualTo(port);

        web.knows(web.asNode(), worker.asNode("127.0.0.4"));
        assertThat(web.portFor(node)).isEqualTo(port);

        web.knows(web.asNode());
        await().atMost(GENEROUS)
                .untilAsserted(() -> assertThatThrownBy(
                                () -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                        .isInstanceOf(ConnectException.class));
    }

    private static byte[] preface(String cluster) {
        ByteBuf out = Unpooled.buffer();
        new Preface(new io.erlangcluster.sidecar.registry.NodeName("web-0", "shop.prod"), "worker-0", cluster)
                .writeTo(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    private static byte[] readUntilClosed(Socket socket) throws IOException {
        socket.setSoTimeout((int) GENEROUS.toMillis());
        return socket.getInputStream().readAllBytes();
    }

    private static byte[] send(Socket socket, int seed) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        OutputStream out = socket.getOutputStream();
        byte[] chunk = new byte[100_000];
        Random random = new Random(seed);
        for (int left = MANY; left > 0; left -= chunk.length) {
            random.nextBytes(chunk);
            int length = Math.min(left, chunk.length);
            digest.update(chunk, 0, length);
            out.write(chunk, 0, length);
        }
        socket.shutdownOutput();
        return digest.digest();
    }

    private static byte[] digest(Socket socket) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        InputStream in = socket.getInputStream();
        byte[] chunk = new byte[100_000];
        for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
            digest.update(chunk, 0, n);
        }
        return digest.digest();
    }

    private interface Io {
        byte[] run() throws Exception;
    }

    private CompletableFuture<byte[]> async(Io io) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return io.run();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
    }
}
