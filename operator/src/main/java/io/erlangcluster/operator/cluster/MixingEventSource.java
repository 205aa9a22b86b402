package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.registry.ClusterRegistries;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;

/** Tells the registries of {@code spec.mixing}, on every replica: sidecars are served by all, only the leader reconciles. */
final class MixingEventSource extends InformerEventSource<ErlangCluster, ErlangCluster> {

    private final ClusterRegistries registries;

    MixingEventSource(EventSourceContext<ErlangCluster> context, ClusterRegistries registries) {
        super(
                InformerEventSourceConfiguration.from(ErlangCluster.class, ErlangCluster.class)
                        .withName("mixing")
                        .withWatchAllNamespaces()
                        .withSecondaryToPrimaryMapper(_ -> Set.of())
                        .build(),
                context);
        this.registries = registries;
    }

    @Override
    public void onAdd(ErlangCluster cluster) {
        mix(cluster);
        super.onAdd(cluster);
    }

    @Override
    public void onUpdate(ErlangCluster before, ErlangCluster now) {
        mix(now);
        super.onUpdate(before, now);
    }

    private void mix(ErlangCluster cluster) {
        registries
                .of(ResourceID.fromResource(cluster))
                .mix(cluster.getSpec().mixing());
    }
}
