package io.erlangcluster.sidecar.epmd.command;

import java.io.InterruptedIOException;
import java.time.Duration;

/** Pauses that double: short enough to see a server that restarts at once, long enough to wait for one for days. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Duration next = FIRST;

    void pause() throws InterruptedIOException {
        try {
            Thread.sleep(next);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for an epmd");
        }
        Duration doubled = next.plus(next);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
