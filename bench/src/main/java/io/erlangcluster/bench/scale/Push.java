package io.erlangcluster.bench.scale;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.LongStream;

/** One change in every cluster, known by the {@code creation} it brings, and when whom it reached. */
final class Push {

    private final int creation;
    private final Population population;
    private final long[] written;
    private final AtomicLongArray arrived;
    private final CountDownLatch missing;

    Push(int creation, Population population) {
        this.creation = creation;
        this.population = population;
        this.written = new long[population.clusters()];
        this.arrived = new AtomicLongArray(population.sidecars());
        this.missing = new CountDownLatch(population.sidecars());
    }

    /** Makes the change; time runs for each cluster from just before its own write is sent. */
    void write(ApiProcess api) throws Exception {
        for (int cluster = 0; cluster < written.length; cluster++) {
            written[cluster] = System.nanoTime();
            api.change(cluster, creation);
        }
    }

    void arrived(int sidecar, int told, long nanoTime) {
        if (told == creation && arrived.compareAndSet(sidecar, 0, nanoTime)) {
            missing.countDown();
        }
    }

    /** False if it did not reach all in time. */
    boolean await(Duration patience) throws InterruptedException {
        return missing.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Nanoseconds to each sidecar; to be asked once all are there. */
    LongStream latencies() {
        return LongStream.range(0, population.sidecars())
                .map(sidecar -> arrived.get((int) sidecar) - written[population.clusterOf((int) sidecar)]);
    }
}
