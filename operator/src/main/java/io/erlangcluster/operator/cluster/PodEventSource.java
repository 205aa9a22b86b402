package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.node.PodLookup;
import io.fabric8.kubernetes.api.model.Pod;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Set;
import java.util.function.Function;

/** The pods of all watched namespaces; where one is found and who hears of its end is {@link PodLookup}'s business. */
final class PodEventSource extends InformerEventSource<Pod, ErlangCluster> {

    private final PodLookup lookup;

    PodEventSource(
            EventSourceContext<ErlangCluster> context, Function<Pod, Set<ResourceID>> clustersOf, PodLookup lookup) {
        super(
                InformerEventSourceConfiguration.from(Pod.class, ErlangCluster.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(clustersOf::apply)
                        .build(),
                context);
        this.lookup = lookup;
        lookup.use(this, this::isRunning);
    }

    /** After a watch that was lost, the end of one pod and the start of another of its name look like one change. */
    @Override
    public void onUpdate(Pod before, Pod now) {
        if (!before.getMetadata().getUid().equals(now.getMetadata().getUid())) {
            lookup.gone(before);
        }
        super.onUpdate(before, now);
    }

    @Override
    public synchronized void onDelete(Pod pod, boolean finalStateUnknown) {
        lookup.gone(pod);
        super.onDelete(pod, finalStateUnknown);
    }
}
