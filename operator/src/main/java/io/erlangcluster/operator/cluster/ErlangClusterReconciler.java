package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.node.AbandonedLeases;
import io.erlangcluster.operator.node.LinkReports;
import io.erlangcluster.operator.node.NodeClaims;
import io.erlangcluster.operator.node.NodePlan;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.NodeWriter;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Observe, decide, act. What is observed is in memory (informers), what is decided is decided by pure functions, and
 * only differences are written: a cluster at rest causes no request. Of several replicas only the leader acts.
 */
@ControllerConfiguration(name = "erlangcluster", fieldManager = CookieSecret.MANAGER)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, intervalMultiplier = 2, maxInterval = 15_000)
public class ErlangClusterReconciler implements Reconciler<ErlangCluster> {

    private final Leadership leadership;
    private final NodeStore store;
    private final AbandonedLeases abandoned;
    private final PodLookup pods;
    private final NodeWriter writer;
    private final CookieSecret cookies;
    private final StatusPace pace = new StatusPace();

    ErlangClusterReconciler(
            Leadership leadership,
            NodeStore store,
            AbandonedLeases abandoned,
            PodLookup pods,
            NodeWriter writer,
            CookieSecret cookies) {
        this.leadership = leadership;
        this.store = store;
        this.abandoned = abandoned;
        this.pods = pods;
        this.writer = writer;
        this.cookies = cookies;
    }

    @Override
    public List<EventSource<?, ErlangCluster>> prepareEventSources(EventSourceContext<ErlangCluster> context) {
        return EventSources.of(context, pods, store, leadership, abandoned);
    }

    @Override
    public UpdateControl<ErlangCluster> reconcile(ErlangCluster cluster, Context<ErlangCluster> context)
            throws InterruptedException {
        if (!leadership.isLeader()) {
            return UpdateControl.noUpdate();
        }
        ResourceID id = ResourceID.fromResource(cluster);
        Set<ErlangNode> nodes = context.getSecondaryResources(ErlangNode.class);
        List<Pod> members = Members.of(cluster, context.getSecondaryResources(Pod.class));
        NodeClaims claims = NodeClaims.of(cluster, members, nodes);
        writer.write(NodePlan.decide(cluster, claims, nodes, Instant.now()));
        if (cluster.getSpec().cookie() == null
                && context.getSecondaryResources(Secret.class).isEmpty()) {
            cookies.generate(cluster);
        }
        return status(id, cluster, claims, nodes);
    }

    private UpdateControl<ErlangCluster> status(
            ResourceID id, ErlangCluster cluster, NodeClaims claims, Collection<ErlangNode> nodes) {
        Optional<ErlangClusterStatus> before = Optional.ofNullable(cluster.getStatus());
        long generation =
                Optional.ofNullable(cluster.getMetadata().getGeneration()).orElse(0L);
        ErlangClusterStatus status =
                ClusterStatus.of(generation, claims, nodes, LinkReports.of(nodes), before, Instant.now());
        if (before.filter(status::equals).isPresent()) {
            return UpdateControl.noUpdate();
        }
        Duration wait = pace.claim(id, System.nanoTime());
        if (wait.isPositive()) {
            return UpdateControl.<ErlangCluster>noUpdate().rescheduleAfter(wait);
        }
        cluster.setStatus(status);
        return UpdateControl.patchStatus(cluster);
    }
}
