package io.erlangcluster.operator.node;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** That no pod came is nothing that happens: the clock must tell. Looks only into memory. */
@Singleton
@SuppressWarnings("FutureReturnValueIgnored") // runs for ever
public class AbandonedLeases {

    private static final Duration PERIOD = Duration.ofSeconds(10);

    private final NodeStore nodes;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("abandoned-leases").factory());

    public AbandonedLeases(NodeStore nodes) {
        this.nodes = nodes;
    }

    /** From now on {@code reconcile} is called for clusters that hold leases nobody came for. */
    public void watch(Consumer<ResourceID> reconcile) {
        clock.scheduleWithFixedDelay(
                () -> find(reconcile), PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void find(Consumer<ResourceID> reconcile) {
        Instant now = Instant.now();
        nodes.clusters().stream()
                .filter(cluster -> nodes.of(cluster).stream().anyMatch(node -> Leases.isAbandoned(node, now)))
                .forEach(reconcile);
    }
}
