package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.registry.ClusterRegistries;
import io.erlangcluster.operator.registry.ClusterRegistry;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What every replica has to know of ErlangClusters, although only the leader reconciles them: {@code spec.mixing} and
 * {@code spec.tls}, which decide what a sidecar is told, and their end.
 */
final class ClusterWatch extends InformerEventSource<ErlangCluster, ErlangCluster> {

    private final ClusterRegistries registries;
    private final ClusterMetrics metrics;
    private final Consumer<ResourceID> onEnd;

    ClusterWatch(
            EventSourceContext<ErlangCluster> context,
            ClusterRegistries registries,
            ClusterMetrics metrics,
            Consumer<ResourceID> onEnd) {
        super(
                InformerEventSourceConfiguration.from(ErlangCluster.class, ErlangCluster.class)
                        .withName("clusters")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(_ -> Set.of())
                        .build(),
                context);
        this.registries = registries;
        this.metrics = metrics;
        this.onEnd = onEnd;
    }

    @Override
    public void onAdd(ErlangCluster cluster) {
        rule(cluster);
        metrics.seen(cluster);
        super.onAdd(cluster);
    }

    @Override
    public void onUpdate(ErlangCluster before, ErlangCluster now) {
        rule(now);
        metrics.seen(now);
        super.onUpdate(before, now);
    }

    @Override
    public synchronized void onDelete(ErlangCluster cluster, boolean finalStateUnknown) {
        onEnd.accept(ResourceID.fromResource(cluster));
        super.onDelete(cluster, finalStateUnknown);
    }

    private void rule(ErlangCluster cluster) {
        ClusterRegistry registry = registries.of(ResourceID.fromResource(cluster));
        registry.protect(cluster.getSpec().tls());
        registry.mix(cluster.getSpec().mixing());
    }
}
