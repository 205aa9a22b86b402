package io.erlangcluster.operator.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Does the first piece of work of a key at once and then one in every {@link #GAP} at most: what is asked for meanwhile
 * is done together. All work is done by one thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the work
final class Pace<K> {

    /** The most that a storm delays a change. */
    static final Duration GAP = Duration.ofMillis(100);

    private static final Logger LOG = Logger.getLogger(Pace.class);

    private final ScheduledExecutorService worker = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("registry").factory());
    private final Map<K, State> states = new HashMap<>();
    private final Consumer<K> work;

    private enum State {
        /** The gap after the last work is not over. */
        RESTING,
        /** Work waits for its turn, or for the end of the gap. */
        REQUESTED
    }

    Pace(Consumer<K> work) {
        this.work = work;
    }

    synchronized void request(K key) {
        if (states.put(key, State.REQUESTED) == null) {
            worker.execute(() -> work(key));
        }
    }

    private void work(K key) {
        synchronized (this) {
            if (states.put(key, State.RESTING) == State.RESTING) {
                states.remove(key);
                return;
            }
        }
        worker.schedule(() -> work(key), GAP.toMillis(), TimeUnit.MILLISECONDS);
        try {
            work.accept(key);
        } catch (RuntimeException failed) {
            LOG.errorf(failed, "registry of %s not published", key);
        }
    }
}
