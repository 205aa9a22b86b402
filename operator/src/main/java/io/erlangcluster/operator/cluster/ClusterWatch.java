package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.FirstSync;
import io.erlangcluster.operator.registry.ClusterRegistries;
import io.erlangcluster.operator.registry.ClusterRegistry;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.List;
import java.util.function.Consumer;

/**
 * What every replica has to know of ErlangClusters, although only the leader reconciles them: {@code spec.mixing},
 * {@code spec.tls} and {@code spec.peers}, which decide what a sidecar is told, and their end.
 */
final class ClusterWatch extends InformerEventSource<ErlangCluster, ErlangCluster> {

    private final ClusterRegistries registries;
    private final ClusterMetrics metrics;
    private final Consumer<ResourceID> onEnd;
    private final RollCall roll;

    ClusterWatch(
            EventSourceContext<ErlangCluster> context,
            ClusterRegistries registries,
            ClusterMetrics metrics,
            Consumer<ResourceID> onEnd) {
        super(
                InformerEventSourceConfiguration.from(ErlangCluster.class, ErlangCluster.class)
                        .withName("clusters")
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(cluster -> Neighbours.naming(cluster, context.getPrimaryCache()))
                        // Status changes all the time and concerns nobody here.
                        .withOnUpdateFilter((now, before) -> !now.getSpec().equals(before.getSpec()))
                        .build(),
                context);
        this.registries = registries;
        this.metrics = metrics;
        this.onEnd = onEnd;
        this.roll = new RollCall(registries::clustersKnown);
    }

    @Override
    public synchronized void start() {
        super.start();
        FirstSync.of(this, () -> roll.call(keys()));
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
        ResourceID gone = ResourceID.fromResource(cluster);
        registries.peers(gone, List.of());
        registries.of(gone).rest();
        roll.heard(gone);
        onEnd.accept(gone);
        super.onDelete(cluster, finalStateUnknown);
    }

    private void rule(ErlangCluster cluster) {
        ResourceID id = ResourceID.fromResource(cluster);
        ClusterRegistry registry = registries.of(id);
        if (cluster.isMarkedForDeletion()) {
            registry.rest();
            roll.heard(id);
            return;
        }
        registries.peers(
                id, SpecRules.brokenBy(cluster).isEmpty() ? cluster.getSpec().peers() : List.of());
        registry.protect(cluster.getSpec().tls());
        registry.mix(cluster.getSpec().mixing());
        roll.heard(id);
    }
}
