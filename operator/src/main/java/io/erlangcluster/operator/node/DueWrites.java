package io.erlangcluster.operator.node;

import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Work that is due at some time, at most one piece per key: what is added again before it is begun is done once, at the
 * earlier time. A few pieces run at once, each on a virtual thread, never two of the same key.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is due is run, nobody waits for it
final class DueWrites {

    private static final int AT_ONCE = 16;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("node-writes").factory());
    private final Semaphore free = new Semaphore(AT_ONCE);
    private final Map<String, Long> due = new ConcurrentHashMap<>();

    /** What runs, and what of it became due meanwhile; on the clock's thread only. */
    private final Set<String> running = new HashSet<>();

    private final Set<String> again = new HashSet<>();
    private final Consumer<String> work;

    DueWrites(Consumer<String> work) {
        this.work = work;
    }

    /** {@code key} is due {@code delay} from now, unless it is sooner already. */
    void add(String key, Duration delay) {
        long at = System.nanoTime() + delay.toNanos();
        due.compute(key, (same, before) -> {
            if (before != null && before - at <= 0) {
                return before;
            }
            clock.schedule(() -> start(key, at), delay.toNanos(), TimeUnit.NANOSECONDS);
            return at;
        });
    }

    private void start(String key, long at) {
        // Otherwise it became due sooner, and has been started.
        if (due.remove(key, at)) {
            start(key);
        }
    }

    private void start(String key) {
        if (running.add(key)) {
            Thread.startVirtualThread(() -> run(key));
        } else {
            again.add(key);
        }
    }

    private void run(String key) {
        free.acquireUninterruptibly();
        try {
            work.accept(key);
        } finally {
            free.release();
            clock.execute(() -> ended(key));
        }
    }

    private void ended(String key) {
        running.remove(key);
        if (again.remove(key)) {
            start(key);
        }
    }
}
