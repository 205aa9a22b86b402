package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.PodSelector;
import io.erlangcluster.operator.node.AbandonedLeases;
import io.erlangcluster.operator.node.NodeEventSource;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.IndexedResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Everything that makes a cluster be looked at again. */
final class EventSources {

    private EventSources() {}

    static List<EventSource<?, ErlangCluster>> of(
            EventSourceContext<ErlangCluster> context,
            PodLookup lookup,
            NodeStore store,
            Leadership leadership,
            AbandonedLeases abandoned,
            ClusterWatch watch) {
        IndexedResourceCache<ErlangCluster> clusters = context.getPrimaryCache();
        PodEventSource pods = new PodEventSource(context, pod -> clustersOf(pod, clusters), lookup);
        InformerEventSource<Secret, ErlangCluster> secrets = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(Secret.class, ErlangCluster.class)
                        .withNamespacesInheritedFromController()
                        .withLabelSelector(CookieSecret.MANAGED_BY + "=" + CookieSecret.MANAGER)
                        .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(ErlangCluster.class))
                        .build(),
                context);
        // All of them: what ours has to say depends on the user's, see MemberPolicy.
        InformerEventSource<NetworkPolicy, ErlangCluster> policies = new InformerEventSource<>(
                InformerEventSourceConfiguration.from(NetworkPolicy.class, ErlangCluster.class)
                        .withNamespacesInheritedFromController()
                        .withSecondaryToPrimaryMapper(policy -> sameNamespace(policy, clusters)
                                .map(ResourceID::fromResource)
                                .collect(Collectors.toSet()))
                        .build(),
                context);
        SimpleInboundEventSource<ErlangCluster> occasions = new SimpleInboundEventSource<>("occasions");
        // A new leader looks at everything: his predecessor may have left work half done.
        leadership.onElected(() -> clusters.keys().forEach(occasions::propagateEvent));
        abandoned.watch(occasions::propagateEvent);
        return List.of(pods, new NodeEventSource(context, store), secrets, policies, watch, occasions);
    }

    /**
     * All resources of {@code type} in the cluster's namespace, whether they ever had to do with the cluster or not.
     */
    static <R extends HasMetadata> List<R> inNamespace(Context<ErlangCluster> context, Class<R> type) {
        String namespace = context.getPrimaryResource().getMetadata().getNamespace();
        return context.eventSourceRetriever().getEventSourceFor(type)
                        instanceof InformerEventSource<R, ErlangCluster> informer
                ? informer.byIndex(Cache.NAMESPACE_INDEX, namespace)
                : List.of();
    }

    /** The nodes of the cluster. The framework's set of them hashes each to its last managed field. */
    static List<ErlangNode> nodes(Context<ErlangCluster> context) {
        String cluster = context.getPrimaryResource().getMetadata().getName();
        return inNamespace(context, ErlangNode.class).stream()
                .filter(node -> node.getSpec().cluster().equals(cluster))
                .toList();
    }

    /** The cluster that a pod was injected for, and those whose selector matches it. */
    private static Set<ResourceID> clustersOf(Pod pod, IndexedResourceCache<ErlangCluster> clusters) {
        Stream<ResourceID> injected = Optional.ofNullable(pod.getMetadata().getAnnotations())
                .map(annotations -> annotations.get(Annotations.CLUSTER))
                .map(cluster -> new ResourceID(cluster, pod.getMetadata().getNamespace()))
                .stream();
        Stream<ResourceID> matching = sameNamespace(pod, clusters)
                .filter(cluster -> PodSelector.matches(cluster, pod))
                .map(ResourceID::fromResource);
        return Stream.concat(injected, matching).collect(Collectors.toSet());
    }

    private static Stream<ErlangCluster> sameNamespace(
            HasMetadata resource, IndexedResourceCache<ErlangCluster> clusters) {
        return clusters.list(resource.getMetadata().getNamespace(), _ -> true);
    }
}
