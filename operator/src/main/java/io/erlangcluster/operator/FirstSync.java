package io.erlangcluster.operator;

import io.javaoperatorsdk.operator.health.InformerHealthIndicator;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Whether an event source knows all that was there when it started. */
public final class FirstSync {

    private static final Duration POLL = Duration.ofMillis(200);

    private FirstSync() {}

    /**
     * Runs {@code then} once the informers of {@code source}, which has just been started, are filled: now, unless the
     * API server went away meanwhile.
     */
    public static void of(InformerEventSource<?, ?> source, Runnable then) {
        if (isSynced(source)) {
            then.run();
        } else {
            Thread.startVirtualThread(() -> {
                while (!isSynced(source)) {
                    LockSupport.parkNanos(POLL.toNanos());
                }
                then.run();
            });
        }
    }

    private static boolean isSynced(InformerEventSource<?, ?> source) {
        return source.informerHealthIndicators().values().stream().allMatch(InformerHealthIndicator::hasSynced);
    }
}
