package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;

@Chapter(number = 10, title = "Clients that go before their answer (-delay_write 1)")
class DelaysTest extends BothServers {

    private static final Duration DELAY = Duration.ofSeconds(1);

    DelaysTest() {
        super("-delay_write", "1");
    }

    @Equal
    void anAnswerIsDelayed() throws Exception {
        assertThat(timeToAsk(epmd)).isGreaterThanOrEqualTo(DELAY);
    }

    @Equal
    void anAcceptIsDelayed() throws Exception {
        try (EpmdProcess busy = EpmdProcess.start(implementation, "-delay_accept", "1")) {
            assertThat(timeToAsk(busy)).isGreaterThanOrEqualTo(DELAY);
        }
    }

    @Equal
    void aRegistrationThatIsResetBeforeItsAnswerIsGone() throws Exception {
        epmd.connect().send(alive2("foo")).reset();
        await().atMost(EpmdProcess.GENEROUS).until(() -> !epmd.knows("foo"));
    }

    @Different(
            c = "takes the name from the node that holds it",
            ours = "changes nothing",
            because = "one node must not end another's registration")
    void aRefusedRegistrationThatIsResetBeforeItsAnswer() throws Throwable {
        try (Connection node = epmd.register("foo")) {
            check(
                    () -> await().atMost(EpmdProcess.GENEROUS).until(() -> {
                        askAndReset("foo");
                        return !epmd.knows("foo");
                    }),
                    () -> {
                        askAndReset("foo");
                        askAndReset("foo");
                        assertThat(epmd.knows("foo")).isTrue();
                    });
            node.halfClose().readToEnd();
        }
    }

    /**
     * A reset that comes before the server has read the request shows nothing: hence the pause, a third of its delay.
     */
    private void askAndReset(String name) throws Exception {
        Connection second = epmd.connect().send(alive2(name));
        Thread.sleep(DELAY.toMillis() / 3);
        second.reset();
    }

    private static Duration timeToAsk(EpmdProcess epmd) throws Exception {
        Instant start = Instant.now();
        assertThat(epmd.knows("nobody")).isFalse();
        return Duration.between(start, Instant.now());
    }
}
