package io.erlangcluster.sidecar.dist;

import static io.erlangcluster.sidecar.dist.ErlangNodes.full;
import static io.erlangcluster.sidecar.dist.ErlangNodes.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against the `erl` of this machine. */
class RealNodeTest {

    private ErlangNodes erlang;

    @BeforeEach
    void start() throws Exception {
        erlang = new ErlangNodes();
    }

    @AfterEach
    void stop() {
        erlang.close();
    }

    @Test
    void aProbeLearnsTheFullNameAgainAndAgain() throws Exception {
        InetSocketAddress web = erlang.start("web-0");
        NameProbe probe = new NameProbe(erlang.loop(), Duration.ofSeconds(20));
        ProbedNode first = get(probe.probe(web));
        assertThat(first.name()).isEqualTo("web-0@127.0.0.1");
        assertThat(first.creation()).isGreaterThan(3);
        assertThat(first.flags() & DistFlags.HANDSHAKE_23).isNotZero();
        for (int round = 0; round < 20; round++) {
            Awaitility.await()
                    .atMost(ErlangNodes.PATIENCE)
                    .ignoreExceptions()
                    .until(() -> get(probe.probe(web)).equals(first));
        }
    }

    @Test
    void whoAsksAtTheSameTimeGetsTheSameAnswer() throws Exception {
        InetSocketAddress web = erlang.start("web-0");
        NameProbe probe = new NameProbe(erlang.loop(), Duration.ofSeconds(20));
        List<Future<ProbedNode>> answers = erlang.loop()
                .submit(() -> Stream.generate(() -> probe.probe(web)).limit(10).toList())
                .get();
        for (Future<ProbedNode> answer : answers) {
            assertThat(get(answer).name()).isEqualTo("web-0@127.0.0.1");
        }
    }

    @Test
    void aProbeOfAPortThatSaysNothingEndsInTime() throws Exception {
        NameProbe probe = new NameProbe(erlang.loop(), Duration.ofMillis(300));
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertFails(
                    probe.probe(new InetSocketAddress(mute.getInetAddress(), mute.getLocalPort())),
                    DistFailure.Timeout.class);
        }
    }

    @Test
    void aProbeOfAClosedPortIsUnreachable() throws Exception {
        InetSocketAddress closed;
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            closed = new InetSocketAddress(socket.getInetAddress(), socket.getLocalPort());
        }
        assertFails(new NameProbe(erlang.loop(), Duration.ofSeconds(20)).probe(closed), DistFailure.Unreachable.class);
    }

    @Test
    void aWrongCookieIsRejected() throws Exception {
        InetSocketAddress web = erlang.start("web-0");
        assertFails(hidden("wrong").connect(web, full("web-0")), DistFailure.CookieRejected.class);
    }

    @Test
    void anotherNameThanWantedIsAMismatch() throws Exception {
        InetSocketAddress web = erlang.start("web-0");
        assertFails(hidden(ErlangNodes.COOKIE).connect(web, full("web-1")), DistFailure.NameMismatch.class);
    }

    @Test
    void aNodeThatDoesNotAllowUsSaysSo() throws Exception {
        InetSocketAddress web = erlang.start("web-0", "-eval", "net_kernel:allow(['nobody@127.0.0.1']).");
        Awaitility.await()
                .atMost(ErlangNodes.PATIENCE)
                .untilAsserted(() -> assertFails(
                        hidden(ErlangNodes.COOKIE).connect(web, full("web-0")), DistFailure.NotAllowed.class));
    }

    @Test
    void theSameNameTwiceReplacesTheEarlierConnection() throws Exception {
        InetSocketAddress web = erlang.start("web-0");
        DistConnection first = erlang.observe("web-0", web);
        DistConnection second = erlang.observe("web-0", web);
        get(first.closeFuture());
        assertThat(get(second.call("erlang", "node", List.of()))).isEqualTo(Term.atom(full("web-0")));
    }

    @Test
    void callsAreAnsweredAndWeAreHidden() throws Exception {
        DistConnection web = erlang.observe("web-0", erlang.start("web-0"));
        assertThat(ErlangNodes.nodes(web, "visible")).isEmpty();
        assertThat(ErlangNodes.nodes(web, "hidden")).containsExactly("observer@127.0.0.1");
        assertFails(web.call("erlang", "no_such_function", List.of()), DistFailure.CallFailed.class);
    }

    @Test
    void callsThatWaitFailWhenTheNodeDies() throws Exception {
        DistConnection web = erlang.observe("web-0", erlang.start("web-0"));
        var waiting = web.call("timer", "sleep", List.of(Term.integer(1_000_000)));
        get(web.call("erlang", "node", List.of()));
        erlang.kill("web-0");
        assertFails(waiting, DistFailure.Closed.class);
    }

    @Test
    void linksOfANodeAreTold() throws Exception {
        DistConnection web = erlang.observe("web-0", erlang.start("web-0"));
        erlang.start("web-1");
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        get(web.monitorNodes(new Recorder(told)));
        assertThat(next(told)).isEqualTo("all []");
        get(web.call("net_kernel", "connect_node", List.of(Term.atom(full("web-1")))));
        assertThat(next(told)).isEqualTo("up web-1@127.0.0.1");
        erlang.kill("web-1");
        assertThat(next(told)).isEqualTo("down web-1@127.0.0.1");
    }

    @Test
    void theWatchingProcessGoesWithUs() throws Exception {
        InetSocketAddress address = erlang.start("web-0");
        DistConnection web = erlang.observe("web-0", address);
        HiddenNode other = new HiddenNode(
                erlang.loop(), "other@127.0.0.1", ErlangNodes.COOKIE, Duration.ofSeconds(20), Duration.ofSeconds(20));
        DistConnection watching = get(other.connect(address, full("web-0")));
        assertThat(watchers(web)).isZero();
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        get(watching.monitorNodes(new Recorder(told)));
        assertThat(next(told)).isEqualTo("all []");
        assertThat(watchers(web)).isEqualTo(1);
        watching.close();
        Awaitility.await()
                .atMost(ErlangNodes.PATIENCE)
                .untilAsserted(
                        () -> assertThat(ErlangNodes.nodes(web, "hidden")).containsExactly("observer@127.0.0.1"));
        Awaitility.await()
                .atMost(ErlangNodes.PATIENCE)
                .untilAsserted(() -> assertThat(watchers(web)).isZero());
    }

    @Test
    void aConnectionOutlivesManyTickTimes() throws Exception {
        DistConnection web = erlang.observe("web-0", erlang.start("web-0", "-kernel", "net_ticktime", "4"));
        assertThat(web.closeFuture().await(12, TimeUnit.SECONDS)).isFalse();
        assertThat(ErlangNodes.nodes(web, "hidden")).containsExactly("observer@127.0.0.1");
    }

    /** How many processes of the node wait in an evaluated {@code receive}: that is where ours spends its life. */
    private static long watchers(DistConnection node) throws Exception {
        long watchers = 0;
        Term receiving = Term.tuple(
                Term.atom("current_function"),
                Term.tuple(Term.atom("prim_eval"), Term.atom("receive"), Term.integer(2)));
        for (Term process : ((Term.Cons) get(node.call("erlang", "processes", List.of()))).elements()) {
            Term doing = get(node.call("erlang", "process_info", List.of(process, Term.atom("current_function"))));
            watchers += doing.equals(receiving) ? 1 : 0;
        }
        return watchers;
    }

    private HiddenNode hidden(String cookie) {
        return new HiddenNode(
                erlang.loop(), "observer@127.0.0.1", cookie, Duration.ofSeconds(20), Duration.ofSeconds(20));
    }

    private static String next(BlockingQueue<String> told) throws InterruptedException {
        return String.valueOf(told.poll(ErlangNodes.PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    private static void assertFails(Future<?> future, Class<? extends DistFailure> failure) {
        assertThatThrownBy(() -> get(future))
                .isInstanceOf(ExecutionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        DistException.class,
                        e -> assertThat(e.failure()).as(e.getMessage()).isInstanceOf(failure));
    }

    private record Recorder(BlockingQueue<String> told) implements NodeEvents {
        @Override
        public void connectedTo(Set<String> nodes) {
            told.add("all " + nodes);
        }

        @Override
        public void nodeUp(String node) {
            told.add("up " + node);
        }

        @Override
        public void nodeDown(String node) {
            told.add("down " + node);
        }
    }
}
