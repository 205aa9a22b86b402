package io.erlangcluster.operator.node;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Leases names by creating ErlangNodes: their name is made from the node's, so that of any number of replicas the API
 * server lets only one create it.
 */
@Singleton
public class SlotLeases implements NodeNaming {

    /** With the widening search of {@link FreeSlots}, far more than any number of replicas can make necessary. */
    private static final int MOST_COLLISIONS = 64;

    private final KubernetesClient client;
    private final NodeStore nodes;
    private final FreeSlots slots = new FreeSlots();

    public SlotLeases(KubernetesClient client, NodeStore nodes) {
        this.client = client;
        this.nodes = nodes;
    }

    @Override
    public NodeName nameFor(ErlangCluster cluster, Pod pod, boolean dryRun) throws NamingRefused {
        if (cluster.getSpec().nodeNames() == NodeNames.EXISTING) {
            throw new IllegalArgumentException("nodes of this cluster bring their own names");
        }
        try {
            Optional<NodeName> fixed = fixedName(cluster, pod);
            return fixed.isPresent() ? leaseName(cluster, pod, fixed.get(), dryRun) : leaseSlot(cluster, pod, dryRun);
        } catch (KubernetesClientException unavailable) {
            throw new NamingRefused(
                    "no name can be leased for the pod now, create it again later (controllers do): "
                            + Optional.ofNullable(unavailable.getMessage())
                                    .orElse("the API server did not answer the operator in time"),
                    unavailable);
        }
    }

    @Override
    public Optional<NodeName> likelyName(ErlangCluster cluster, Pod pod) {
        try {
            Optional<NodeName> fixed = fixedName(cluster, pod);
            String service = SlotNames.service(cluster, Leases.labels(pod));
            if (fixed.isPresent() || service.isEmpty() || !nodes.isComplete()) {
                return fixed;
            }
            FreeSlots.Service series = new FreeSlots.Service(ResourceID.fromResource(cluster), service);
            return Optional.of(SlotNames.nodeName(cluster, service, slots.lowest(series, taken(series))));
        } catch (NamingRefused later) {
            return Optional.empty();
        }
    }

    /** The name of a pod that has no choice: it carries one already, or is a StatefulSet's. */
    private static Optional<NodeName> fixedName(ErlangCluster cluster, Pod pod) throws NamingRefused {
        String given = Objects.requireNonNullElse(pod.getMetadata().getAnnotations(), Map.<String, String>of())
                .getOrDefault(Annotations.NODE_NAME, "");
        String host =
                cluster.getMetadata().getName() + "." + cluster.getMetadata().getNamespace();
        try {
            if (!given.isEmpty()) {
                NodeName name = NodeName.parse(given);
                if (!name.host().equals(host)) {
                    throw new NamingRefused("the annotation " + Annotations.NODE_NAME + " asks for " + name
                            + ", but names of this cluster end in @" + host + ": correct or remove it");
                }
                return Optional.of(name);
            }
            return statefulSetOrdinal(pod)
                    .map(ordinal ->
                            SlotNames.nodeName(cluster, SlotNames.service(cluster, Leases.labels(pod)), ordinal));
        } catch (IllegalArgumentException malformed) {
            throw new NamingRefused(
                    malformed.getMessage() + ": set the annotation " + Annotations.NODE_NAME + " to <service>-<slot>@"
                            + host + ", or remove it, and give the pod a label "
                            + cluster.getSpec().serviceLabel() + " that is not empty",
                    malformed);
        }
    }

    private static Optional<Integer> statefulSetOrdinal(Pod pod) {
        boolean owned = pod.getMetadata().getOwnerReferences().stream()
                .anyMatch(owner -> owner.getKind().equals("StatefulSet")
                        && owner.getApiVersion().startsWith("apps/"));
        return owned ? Optional.ofNullable(pod.getMetadata().getName()).flatMap(SlotNames::ordinal) : Optional.empty();
    }

    private NodeName leaseName(ErlangCluster cluster, Pod pod, NodeName name, boolean dryRun) throws NamingRefused {
        ErlangNode lease = Leases.of(cluster, name, pod, Instant.now());
        if (!dryRun && tryCreate(lease)) {
            return name;
        }
        Optional<ErlangNode> held = Optional.ofNullable(client.resource(lease).get());
        if (held.isPresent() && !isFreeFor(pod, held.get())) {
            throw new NamingRefused(name + " is the name of pod "
                    + held.get().getSpec().pod().name()
                    + ": a name belongs to one pod at a time; give the pods different service labels ("
                    + cluster.getSpec().serviceLabel() + "), or delete the other pod first");
        }
        if (!dryRun) {
            // Of two pods that take over the same name only one has the right resourceVersion.
            lease.getMetadata()
                    .setResourceVersion(held.map(node -> node.getMetadata().getResourceVersion())
                            .orElse(null));
            held.ifPresentOrElse(
                    taken -> client.resource(lease).update(),
                    () -> client.resource(lease).create());
        }
        return name;
    }

    /** The lease of this very pod, tried again; or the node of a pod that is gone. */
    private boolean isFreeFor(Pod pod, ErlangNode held) {
        String holder = held.getSpec().pod().name();
        if (holder.equals(Leases.podName(pod))) {
            return true;
        }
        if (held.getSpec().isLease()) {
            return Leases.isAbandoned(held, Instant.now());
        }
        return Optional.ofNullable(client.pods()
                        .inNamespace(held.getMetadata().getNamespace())
                        .withName(holder)
                        .get())
                .filter(alive ->
                        alive.getMetadata().getUid().equals(held.getSpec().pod().uid()))
                .isEmpty();
    }

    private NodeName leaseSlot(ErlangCluster cluster, Pod pod, boolean dryRun) throws NamingRefused {
        String service = SlotNames.service(cluster, Leases.labels(pod));
        FreeSlots.Service series = new FreeSlots.Service(ResourceID.fromResource(cluster), service);
        if (service.isEmpty()) {
            throw new NamingRefused("the pod's label " + cluster.getSpec().serviceLabel()
                    + " is empty: give it a value, or remove it to take the cluster's name");
        }
        if (dryRun) {
            return SlotNames.nodeName(cluster, service, slots.lowest(series, taken(series)));
        }
        for (int collisions = 0; collisions < MOST_COLLISIONS; collisions++) {
            int slot = slots.take(series, taken(series), collisions);
            NodeName name = SlotNames.nodeName(cluster, service, slot);
            try {
                if (tryCreate(Leases.of(cluster, name, pod, Instant.now()))) {
                    return name;
                }
            } catch (KubernetesClientException failed) {
                slots.giveBack(series, slot);
                throw failed;
            }
        }
        throw new NamingRefused("every slot that seemed free was taken a moment earlier: create the pod again");
    }

    private Set<Integer> taken(FreeSlots.Service series) {
        Set<Integer> taken = new HashSet<>();
        known(series.cluster())
                .forEach(node ->
                        SlotNames.slot(series.name(), node.getSpec().name()).ifPresent(taken::add));
        return taken;
    }

    private Collection<ErlangNode> known(ResourceID cluster) {
        return nodes.isComplete()
                ? nodes.of(cluster)
                : client
                        .resources(ErlangNode.class)
                        .inNamespace(cluster.getNamespace().orElse(""))
                        .list()
                        .getItems()
                        .stream()
                        .filter(node -> node.getSpec().cluster().equals(cluster.getName()))
                        .toList();
    }

    private boolean tryCreate(ErlangNode lease) {
        try {
            createOverANewConnectionIfNeeded(lease);
            return true;
        } catch (KubernetesClientException taken) {
            if (taken.getCode() == HttpURLConnection.HTTP_CONFLICT) {
                return false;
            }
            throw taken;
        }
    }

    /**
     * The client tries again what the API server could not answer, but not what went down with a connection: that is no
     * reason to refuse a pod. Was the first one created nevertheless, the second finds the name taken, by this pod.
     */
    private void createOverANewConnectionIfNeeded(ErlangNode lease) {
        try {
            client.resource(lease).create();
        } catch (KubernetesClientException broken) {
            if (broken.getCode() > 0) {
                throw broken;
            }
            client.resource(lease).create();
        }
    }
}
