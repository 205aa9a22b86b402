package io.erlangcluster.operator.injection;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;

/**
 * What monitoring is told of admission. Whoever reaches the port may name any cluster in a path: only those that exist
 * become labels, and only until they are gone.
 */
@Singleton
class AdmissionMetrics {

    /** What became of a pod. */
    enum Result {
        INJECTED("injected"),
        UNTOUCHED("untouched"),
        REFUSED("refused");

        private final String label;

        Result(String label) {
            this.label = label;
        }
    }

    private static final String REVIEWS = "erlangcluster.admissions";

    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(20),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(500),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10)
    };

    private final MeterRegistry meters;
    private final KnownClusters clusters;
    private final Timer seconds;

    AdmissionMetrics(MeterRegistry meters, KnownClusters clusters) {
        this.meters = meters;
        this.clusters = clusters;
        this.seconds = Timer.builder("erlangcluster.admission")
                .serviceLevelObjectives(BUCKETS)
                .register(meters);
        clusters.onChange(this::forgetTheGone);
    }

    /** A review took {@code nanos}. */
    void took(long nanos) {
        seconds.record(Duration.ofNanos(nanos));
    }

    /** A pod of the cluster was decided about. */
    void decided(String namespace, String cluster, Result result) {
        if (knows(namespace, cluster)) {
            meters.counter(REVIEWS, Tags.of("cluster", cluster, "namespace", namespace, "result", result.label))
                    .increment();
        }
    }

    private void forgetTheGone() {
        List<Counter> gone = meters.find(REVIEWS).counters().stream()
                .filter(counter -> !knows(
                        String.valueOf(counter.getId().getTag("namespace")),
                        String.valueOf(counter.getId().getTag("cluster"))))
                .toList();
        gone.forEach(meters::remove);
    }

    private boolean knows(String namespace, String cluster) {
        return clusters.all().stream()
                .anyMatch(known -> known.getMetadata().getNamespace().equals(namespace)
                        && known.getMetadata().getName().equals(cluster));
    }
}
