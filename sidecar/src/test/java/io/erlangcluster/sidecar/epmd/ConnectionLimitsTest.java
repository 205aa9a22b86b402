package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Time and number of connections, on a clock that only the test moves. */
class ConnectionLimitsTest {

    private static final String REGISTER_FOO = "0010 78 04d2 4d 00 0006 0005 0003 666f6f 0000";
    private static final String FIND_FOO = "0004 7a 666f6f";
    private static final String WATCH_ALL = "0014 57 0000000000000000 0000000000000000 50 0000";
    private static final EpmdSettings SETTINGS = new EpmdSettings(
            4369, List.of(), EpmdSettings.Listen.POD, Duration.ofSeconds(10), Duration.ofSeconds(5), 3);

    private final Registrations registrations = new Registrations();
    private final PendingRemoteNodes remoteNodes = new PendingRemoteNodes();
    private final EpmdPipeline pipeline = new EpmdPipeline(SETTINGS, registrations, remoteNodes, () -> {});

    @Test
    void closesAConnectionThatSaysNothing() throws Exception {
        TestConnection silent = connect();

        assertThat(openAfterSeconds(silent, 10)).isTrue();
        assertThat(openAfterSeconds(silent, 1)).isFalse();
    }

    @Test
    void closesAConnectionThatTricklesItsRequest() throws Exception {
        TestConnection slow = connect();
        slow.send("0010");
        for (int second = 1; second < 14; second++) {
            assertThat(openAfterSeconds(slow, 1)).isTrue();
            slow.send("78");
        }

        assertThat(openAfterSeconds(slow, 1)).isFalse();
        assertThat(slow.answer()).isEmpty();
    }

    @Test
    void servesAClientThatPausesBetweenThePartsOfItsRequest() throws Exception {
        TestConnection pausing = connect().send("0010 78 04d2");
        assertThat(openAfterSeconds(pausing, 6)).isTrue();
        pausing.send("4d 00 0006 0005");
        assertThat(openAfterSeconds(pausing, 6)).isTrue();
        pausing.send("0003 666f6f 0000");

        assertThat(pausing.answerHex()).startsWith("7600");
    }

    @Test
    void closesAConnectionThatPausesTooLong() throws Exception {
        TestConnection pausing = connect().send("0010 78 04d2");

        assertThat(openAfterSeconds(pausing, 10)).isTrue();
        assertThat(openAfterSeconds(pausing, 1)).isFalse();
    }

    @Test
    void closesAnExtendedConnectionThatAsksNothingMore() throws Exception {
        TestConnection idle = connect().send("0001 4e");
        assertThat(openAfterSeconds(idle, 13)).isTrue();
        idle.send("0001 4e");
        assertThat(openAfterSeconds(idle, 13)).isTrue();

        assertThat(openAfterSeconds(idle, 1)).isFalse();
    }

    @Test
    void keepsAWatchForever() throws Exception {
        TestConnection watch = connect().send(WATCH_ALL);

        assertThat(openAfterSeconds(watch, 1_000_000)).isTrue();
    }

    @Test
    void makesOnlyWhatIsReadOfALongAnswer() throws Exception {
        for (int node = 0; node < 5000; node++) {
            registrations.register(NodePort.normal("node-%05d".formatted(node), 1234));
        }
        TestConnection stuck = connect().reading(false).send("0001 6e");
        assertThat(stuck.answer()).isEmpty();

        assertThat(new String(stuck.reading(true).answer(), US_ASCII).lines()).hasSize(5000);
        assertThat(stuck.isOpen()).isFalse();
    }

    @Test
    void answersTheNextExtendedRequestOnlyWhenTheLastAnswerIsRead() throws Exception {
        TestConnection stuck = connect().reading(false).send("0001 4e".repeat(100));
        assertThat(stuck.answer()).isEmpty();

        assertThat(stuck.reading(true).answerHex()).isEqualTo("00050000001111".repeat(100));
        assertThat(stuck.isOpen()).isTrue();
    }

    @Test
    void closesAWatchThatIsNotRead() throws Exception {
        TestConnection stuck = connect().send(WATCH_ALL).reading(false);
        connect().send(REGISTER_FOO);

        assertThat(openAfterSeconds(stuck, 13)).isTrue();
        assertThat(openAfterSeconds(stuck, 1)).isFalse();
    }

    @Test
    void keepsARegistrationForever() throws Exception {
        TestConnection node = connect().send(REGISTER_FOO);

        assertThat(openAfterSeconds(node, 1_000_000)).isTrue();
        assertThat(registrations.find("foo")).isPresent();
    }

    @Test
    void refusesConnectionsBeyondTheLimitAndTakesThemAgainWhenOthersEnd() throws Exception {
        TestConnection first = connect();
        connect();
        connect();
        assertThat(connect().isOpen()).isFalse();

        first.hangUp();
        assertThat(connect().isOpen()).isTrue();
        assertThat(connect().isOpen()).isFalse();
    }

    @Test
    void registrationsDoNotCountAsConnections() throws Exception {
        for (int node = 0; node < 10; node++) {
            connect().send(REGISTER_FOO.replace("666f6f", "6e6f" + "%02x".formatted('a' + node)));
        }

        assertThat(registrations.newestFirst()).hasSize(10);
        assertThat(connect().isOpen()).isTrue();
    }

    @Test
    void answersARemoteNodeWhenItIsFound() throws Exception {
        TestConnection asking = connect().send(FIND_FOO);
        assertThat(asking.answer()).isEmpty();
        remoteNodes.asked.getFirst().trySuccess(Optional.of(NodePort.normal("foo", 4711)));
        asking.runPendingTasks();

        assertThat(asking.answerHex()).isEqualTo("770012674d00000600050003666f6f0000");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void saysUnknownWhenTheLookUpOfARemoteNodeFails() throws Exception {
        TestConnection asking = connect().send(FIND_FOO);
        remoteNodes.asked.getFirst().tryFailure(new IllegalStateException("no way there"));
        asking.runPendingTasks();

        assertThat(asking.answerHex()).isEqualTo("7701");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void saysUnknownWhenTheLookUpOfARemoteNodeTakesTooLong() throws Exception {
        TestConnection asking = connect().send(FIND_FOO);
        assertThat(openAfterSeconds(asking, 4)).isTrue();
        assertThat(openAfterSeconds(asking, 2)).isFalse();
        assertThat(asking.answerHex()).isEqualTo("7701");

        remoteNodes.asked.getFirst().trySuccess(Optional.of(NodePort.normal("foo", 4711)));
        asking.runPendingTasks();
        assertThat(asking.answer()).isEmpty();
    }

    @Test
    void prefersTheNodeRegisteredHere() throws Exception {
        connect().send(REGISTER_FOO);

        assertThat(connect().send(FIND_FOO).answerHex()).startsWith("770004d2");
        assertThat(remoteNodes.asked).isEmpty();
    }

    private TestConnection connect() throws Exception {
        return TestConnection.local(pipeline);
    }

    private static boolean openAfterSeconds(TestConnection connection, long seconds) {
        for (long second = 0; second < seconds; second++) {
            connection.advanceTimeBy(1, TimeUnit.SECONDS);
            connection.runScheduledPendingTasks();
            connection.runPendingTasks();
        }
        return connection.isOpen();
    }

    /** Answers when the test does. */
    private static final class PendingRemoteNodes implements RemoteNodes {
        final List<Promise<Optional<NodePort>>> asked = new ArrayList<>();

        @Override
        public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
            Promise<Optional<NodePort>> answer = loop.newPromise();
            asked.add(answer);
            return answer;
        }
    }
}
