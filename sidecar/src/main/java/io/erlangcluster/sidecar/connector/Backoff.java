package io.erlangcluster.sidecar.connector;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Delays that double from {@code least} to {@code most}, each with a jitter of up to a half. */
public final class Backoff {

    private final long least;
    private final long most;
    private long next;

    public Backoff(Duration least, Duration most) {
        this.least = Math.max(1, least.toMillis());
        this.most = Math.max(this.least, most.toMillis());
        this.next = this.least;
    }

    /** The next delay in milliseconds, between a half of the doubled value and the whole of it. */
    public long nextMillis() {
        long now = next;
        next = Math.min(most, now * 2);
        return now - ThreadLocalRandom.current().nextLong(now / 2 + 1);
    }

    /** Starts again from the least delay. */
    public void reset() {
        next = least;
    }
}
