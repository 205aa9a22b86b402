package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.hex;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** Every client starts at once, so that all of them together take as long as the slowest. */
@SuppressWarnings("NullAway.Init") // startAll() does
@Chapter(number = 9, title = "Time limits (-packet_timeout 1)")
class TimeLimitsTest extends BothServers {

    private static final Duration LIMIT = Duration.ofSeconds(1);
    private static final byte[] LONG_REQUEST = Request.of('n', new byte[3000]);

    private Future<Duration> silent;
    private Future<Duration> half;
    private Future<byte[]> hesitant;
    private Future<Boolean> trickling;
    private Connection kept;

    TimeLimitsTest() {
        super("-packet_timeout", "1");
    }

    @BeforeParameterizedClassInvocation
    void startAll() throws Exception {
        kept = epmd.register("kept");
        silent = start(() -> untilClosed(new byte[0]));
        half = start(() -> untilClosed(Arrays.copyOf(alive2("half"), 9)));
        hesitant = start(() -> inParts(portPlease2("kept"), 3, LIMIT));
        trickling = start(this::isClosedWhileItTrickles);
    }

    @AfterParameterizedClassInvocation
    void endAll() throws Exception {
        kept.close();
    }

    @Equal
    void aClientThatSaysNothingIsClosed() throws Exception {
        assertThat(silent.get()).isGreaterThanOrEqualTo(LIMIT);
    }

    @Equal
    void aClientThatStopsHalfWayIsClosed() throws Exception {
        assertThat(half.get()).isGreaterThanOrEqualTo(LIMIT);
        epmd.awaitUnknown("half");
    }

    @Equal
    void aClientThatPausesASecondBetweenThreePartsIsAnswered() throws Exception {
        assertThat(hesitant.get()).startsWith(hex("77 00 04d2"));
    }

    @Equal
    void aRegistrationHasNoLimit() throws Exception {
        silent.get();
        assertThat(kept.isOpenAt(epmd)).isTrue();
        assertThat(epmd.knows("kept")).isTrue();
    }

    @Different(
            c = "is waited for as long as the next byte comes in time (OTP 25, before the fix of CVE-2026-42792)",
            ours = "is closed: there is a limit for the whole request too",
            because = "a few hundred such clients take every place the server has")
    void aClientThatSendsOneByteEveryHalfASecond() throws Exception {
        assertThat(trickling.get()).isEqualTo(either(false, true));
    }

    private static <T> Future<T> start(Callable<T> client) {
        FutureTask<T> outcome = new FutureTask<>(client);
        Thread.startVirtualThread(outcome);
        return outcome;
    }

    private Duration untilClosed(byte[] sent) throws IOException {
        Instant start = Instant.now();
        try (Connection client = epmd.connect()) {
            assertThat(client.send(sent).readToEnd()).isEmpty();
            return Duration.between(start, Instant.now());
        }
    }

    private byte[] inParts(byte[] request, int parts, Duration pause) throws Exception {
        try (Connection client = epmd.connect()) {
            for (int part = 0; part < parts; part++) {
                if (part > 0) {
                    Thread.sleep(pause);
                }
                int from = request.length * part / parts;
                client.send(Arrays.copyOfRange(request, from, request.length * (part + 1) / parts));
            }
            return client.readToEnd();
        }
    }

    private boolean isClosedWhileItTrickles() throws Exception {
        int bytes = implementation == Implementation.C ? 12 : 100;
        try (Connection client = epmd.connect()) {
            for (int i = 0; i < bytes; i++) {
                if (!client.sendIfOpen(LONG_REQUEST[i]) || client.hears(500)) {
                    return true;
                }
            }
            return false;
        }
    }
}
