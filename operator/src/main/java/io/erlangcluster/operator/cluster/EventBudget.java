package io.erlangcluster.operator.cluster;

import java.time.Duration;

/**
 * How often one cluster may be told of: a token bucket, as client-go's EventSourceObjectSpamFilter has one per object.
 * Not thread-safe.
 */
final class EventBudget {

    static final int BURST = 10;
    static final Duration REFILL = Duration.ofSeconds(15);

    /** Changes that come together are told together. */
    static final Duration GAP = Duration.ofSeconds(1);

    private long lastNanos;
    private double tokens = BURST;

    EventBudget(long nanoTime) {
        // The first may be told at once.
        lastNanos = nanoTime - GAP.toNanos();
    }

    /** How long to wait at {@code nanoTime}; zero permits it and counts it. */
    Duration claim(long nanoTime) {
        long passed = nanoTime - lastNanos;
        if (passed < GAP.toNanos()) {
            return GAP.minusNanos(passed);
        }
        double refilled = Math.min(BURST, tokens + (double) passed / REFILL.toNanos());
        if (refilled < 1) {
            return Duration.ofNanos((long) ((1 - refilled) * REFILL.toNanos()) + 1);
        }
        tokens = refilled - 1;
        lastNanos = nanoTime;
        return Duration.ZERO;
    }
}
