package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.operator.node.PodReports;
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
            EventSourceContext<ErlangCluster> context, PodLookup lookup, PodReports reports) {
        InformerEventSource<Pod, ErlangCluster> pods = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Pod.class, ErlangCluster.class)
                        .withWatchAllNamespaces()
                        .withSecondaryToPrimaryMapper(EventSources::clusterOf)
                        .build(),
                context);
        InformerEventSource<ErlangNode, ErlangCluster> nodes = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(ErlangNode.class, ErlangCluster.class)
                        .withWatchAllNamespaces()
                        .withSecondaryToPrimaryMapper(node -> Set.of(new ResourceID(
                                node.getSpec().cluster(), node.getMetadata().getNamespace())))
                        .build(),
                context);
        InformerEventSource<Secret, ErlangCluster> secrets = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, ErlangCluster.class)
                        .withWatchAllNamespaces()
                        .withLabelSelector(CookieSecret.MANAGED_BY + "=" + CookieSecret.MANAGER)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ErlangCluster.class))
                        .build(),
                context);
        SimpleInboundEventSource<ErlangCluster> streams = new SimpleInboundEventSource<>("streams");
        reports.listen(streams::propagateEvent);
        lookup.use(pods);
        return List.of(pods, nodes, secrets, streams);
    }

    private static Set<ResourceID> clusterOf(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations().get(Annotations.CLUSTER))
                .map(cluster -> Set.of(new ResourceID(cluster, pod.getMetadata().getNamespace())))
                .orElse(Set.of());
    }
}
