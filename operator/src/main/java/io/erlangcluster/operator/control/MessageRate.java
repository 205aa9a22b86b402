package io.erlangcluster.operator.control;

import java.time.Duration;

/** A token bucket: {@code burst} messages at once, and one more in every {@code refill}. Not thread-safe. */
final class MessageRate {

    private final long refillNanos;
    private final long windowNanos;
    private long spentUntil;

    MessageRate(int burst, Duration refill, long nanoTime) {
        refillNanos = refill.toNanos();
        windowNanos = burst * refillNanos;
        spentUntil = nanoTime;
    }

    /** Whether one more message at {@code nanoTime} is within the rate. */
    boolean admit(long nanoTime) {
        long next = (spentUntil - nanoTime < 0 ? nanoTime : spentUntil) + refillNanos;
        if (next - nanoTime > windowNanos) {
            return false;
        }
        spentUntil = next;
        return true;
    }
}
