package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.node.AbandonedLeases;
import io.erlangcluster.operator.node.NodeEventSource;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that makes a cluster be looked at again. */
final class EventSources {

    private EventSources() {}

    static List<EventSource<?, ErlangCluster>> of(
            EventSourceContext<ErlangCluster> context,
            PodLookup lookup,
            NodeStore store,
            Leadership leadership,
            AbandonedLeases abandoned) {
        InformerEventSource<Pod, ErlangCluster> pods = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, ErlangCluster.class)
                        .withWatchAllNamespaces()
                        .withSecondaryToPrimaryMapper(EventSources::clusterOf)
                        .build(),
                context);
        InformerEventSource<Secret, ErlangCluster> secrets = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, ErlangCluster.class)
                        .withWatchAllNamespaces()
                        .withLabelSelector(CookieSecret.MANAGED_BY + "=" + CookieSecret.MANAGER)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ErlangCluster.class))
                        .build(),
                context);
        SimpleInboundEventSource<ErlangCluster> occasions = new SimpleInboundEventSource<>("occasions");
        // A new leader looks at everything: his predecessor may have left work half done.
        leadership.onElected(() -> context.getPrimaryCache().keys().forEach(occasions::propagateEvent));
        abandoned.watch(occasions::propagateEvent);
        lookup.use(pods, pods::isRunning);
        return List.of(pods, new NodeEventSource(context, store), secrets, occasions);
    }

    private static Set<ResourceID> clusterOf(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations().get(Annotations.CLUSTER))
                .map(cluster -> Set.of(new ResourceID(cluster, pod.getMetadata().getNamespace())))
                .orElse(Set.of());
    }
}
