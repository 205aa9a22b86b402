package io.erlangcluster.operator.injection;

import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Something in the API that the leader keeps as it should be: looked at when something may have changed, once for any
 * number of changes that came meanwhile, and again after a pause if that was too early or the API server away.
 */
final class Upkeep implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Upkeep.class);
    private static final long GATHER_MILLIS = 50;
    private static final long EARLY_MILLIS = 200;
    private static final long RETRY_MILLIS = 2_000;

    private final String what;
    private final Leadership leadership;
    private final Look look;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ScheduledExecutorService thread;

    /** Compares what is with what should be, and writes the difference. */
    interface Look {
        /** False if it is too early to tell what should be. */
        boolean now();
    }

    Upkeep(String what, Leadership leadership, Look look) {
        this.what = what;
        this.leadership = leadership;
        this.look = look;
        this.thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name(what).factory());
        leadership.onElected(this::trigger);
    }

    /** Something may have changed. Returns at once. */
    void trigger() {
        lookIn(GATHER_MILLIS);
    }

    private void lookIn(long millis) {
        if (!waiting.compareAndSet(false, true)) {
            return;
        }
        try {
            var _ = thread.schedule(this::attempt, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debugf("%s: looked at no more", what);
        }
    }

    private void attempt() {
        waiting.set(false);
        try {
            if (leadership.isLeader() && !look.now()) {
                lookIn(EARLY_MILLIS);
            }
        } catch (KubernetesClientException failed) {
            if (failed.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                LOG.debugf("%s: somebody else wrote it, looking again", what);
            } else {
                LOG.warnf("%s not written, trying again: %s", what, failed.getMessage());
            }
            lookIn(RETRY_MILLIS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
