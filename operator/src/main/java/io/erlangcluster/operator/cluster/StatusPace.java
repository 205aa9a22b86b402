package io.erlangcluster.operator.cluster;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Spaces the writes of one cluster's status: a mesh that forms changes it many times in a moment. */
final class StatusPace {

    private static final Duration GAP = Duration.ofMillis(200);

    private final Map<ResourceID, Long> lastWrite = new ConcurrentHashMap<>();

    /** How long a write must still wait at {@code nanoTime}; zero permits it and counts it. */
    Duration claim(ResourceID cluster, long nanoTime) {
        Long last = lastWrite.get(cluster);
        if (last != null && nanoTime - last < GAP.toNanos()) {
            return GAP.minusNanos(nanoTime - last);
        }
        lastWrite.put(cluster, nanoTime);
        return Duration.ZERO;
    }

    void forget(ResourceID cluster) {
        lastWrite.remove(cluster);
    }
}
