package io.erlangcluster.sidecar.epmd;

import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Does something when a limit is over, unless it is put off before. That leaves the timer alone until it is due, and is
 * cheap enough to be done for each of a client's thousand requests. Event loop only.
 */
final class Countdown {

    private final Duration limit;
    private @Nullable ScheduledFuture<?> timer;

    /** How long after the timer's end the limit is over now. */
    private long putOffNanos;

    Countdown(Duration limit) {
        this.limit = limit;
    }

    /** Counts from now. */
    void restart(EventExecutor loop, Runnable then) {
        if (timer == null) {
            count(loop, limit.toNanos(), then);
        } else {
            putOffNanos = limit.toNanos() - timer.getDelay(TimeUnit.NANOSECONDS);
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void count(EventExecutor loop, long nanos, Runnable then) {
        putOffNanos = 0;
        timer = loop.schedule(() -> due(loop, then), nanos, TimeUnit.NANOSECONDS);
    }

    private void due(EventExecutor loop, Runnable then) {
        if (putOffNanos > 0) {
            count(loop, putOffNanos, then);
        } else {
            timer = null;
            then.run();
        }
    }
}
