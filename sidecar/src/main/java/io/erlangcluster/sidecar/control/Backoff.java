package io.erlangcluster.sidecar.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Pauses between attempts: each up to twice as long as the one before, with full jitter, so that a thousand sidecars
 * that lost one operator do not come back at once.
 */
final class Backoff {

    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;
    private Duration longest;

    Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
        this.longest = first;
    }

    /** How long to wait now: anything from nothing to the present limit. */
    Duration next() {
        Duration pause = Duration.ofNanos(random.nextLong(longest.toNanos() + 1));
        Duration doubled = longest.plus(longest);
        longest = doubled.compareTo(most) > 0 ? most : doubled;
        return pause;
    }

    /** The last attempt went well. */
    void reset() {
        longest = first;
    }
}
