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
import io.erlangcluster.operator.registry.ClusterRegistries;
import io.erlangcluster.operator.replica.Leadership;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.rate.RateLimited;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Observe, decide, act. What is observed is in memory (informers), what is decided is decided by pure functions, and
 * only differences are written: a cluster at rest causes no request. Of several replicas only the leader acts.
 */
@ControllerConfiguration(name = "erlangcluster", fieldManager = CookieSecret.MANAGER)
// Pods that come one after the other are looked at together: nodes find each other without this, and a look costs as
// much as the cluster is large.
@RateLimited(maxReconciliations = 2, within = 200, unit = TimeUnit.MILLISECONDS)
@GradualRetry(maxAttempts = Integer.MAX_VALUE, initialInterval = 200, intervalMultiplier = 2, maxInterval = 15_000)
public class ErlangClusterReconciler implements Reconciler<ErlangCluster> {

    private final Leadership leadership;
    private final ClusterRegistries registries;
    private final NodeStore store;
    private final AbandonedLeases abandoned;
    private final PodLookup pods;
    private final NodeWriter writer;
    private final Dependents dependents;
    private final ClusterEvents events;
    private final ClusterMetrics metrics;
    private final StatusPace pace = new StatusPace();

    ErlangClusterReconciler(
            Leadership leadership,
            ClusterRegistries registries,
            NodeStore store,
            AbandonedLeases abandoned,
            PodLookup pods,
            NodeWriter writer,
            Dependents dependents,
            ClusterEvents events,
            ClusterMetrics metrics) {
        this.leadership = leadership;
        this.registries = registries;
        this.store = store;
        this.abandoned = abandoned;
        this.pods = pods;
        this.writer = writer;
        this.dependents = dependents;
        this.events = events;
        this.metrics = metrics;
    }

    @Override
    public List<EventSource<?, ErlangCluster>> prepareEventSources(EventSourceContext<ErlangCluster> context) {
        return EventSources.of(
                context,
                pods,
                store,
                leadership,
                abandoned,
                new ClusterWatch(context, registries, metrics, this::forget));
    }

    private void forget(ResourceID cluster) {
        dependents.forget(cluster);
        events.forget(cluster);
        pace.forget(cluster);
        metrics.forget(cluster);
    }

    @Override
    public UpdateControl<ErlangCluster> reconcile(ErlangCluster cluster, Context<ErlangCluster> context)
            throws InterruptedException {
        if (!leadership.isLeader()) {
            return UpdateControl.noUpdate();
        }
        boolean successful = false;
        try {
            UpdateControl<ErlangCluster> done = look(cluster, context);
            successful = true;
            return done;
        } finally {
            metrics.reconciled(ResourceID.fromResource(cluster), successful);
        }
    }

    private UpdateControl<ErlangCluster> look(ErlangCluster cluster, Context<ErlangCluster> context)
            throws InterruptedException {
        List<ErlangNode> nodes = EventSources.nodes(context);
        NextLook next = new NextLook();
        CookieState cookie = dependents.cookie(cluster, context.getSecondaryResources(Secret.class), next);
        List<Pod> matching = Members.matching(cluster, EventSources.inNamespace(context, Pod.class));
        List<Pod> members = Members.of(cluster, matching);
        NodeClaims claims = NodeClaims.of(cluster, members, nodes);
        writer.write(NodePlan.decide(cluster, claims, nodes, Instant.now()));
        List<ErlangCluster> neighbours = Neighbours.of(cluster, context.getPrimaryCache());
        dependents.policy(cluster, neighbours, matching, context, next);

        Observation seen = new Observation(
                cluster,
                neighbours,
                nodes,
                claims,
                LinkReports.of(nodes),
                Outsiders.of(cluster, matching),
                cookie,
                Instant.now());
        dependents.gates(seen, next);
        return status(seen, next);
    }

    private UpdateControl<ErlangCluster> status(Observation seen, NextLook next) {
        ErlangCluster cluster = seen.cluster();
        ErlangClusterStatus status = ClusterStatus.of(seen);
        events.observed(cluster, Happenings.of(seen, status), System.nanoTime()).ifPresent(next::in);
        ProgressingCondition.nextLook(seen, status).ifPresent(next::in);
        if (seen.before().filter(status::equals).isPresent()) {
            return next.reschedule(UpdateControl.noUpdate());
        }
        Optional<Duration> wait = Optional.of(pace.claim(ResourceID.fromResource(cluster), System.nanoTime()))
                .filter(Duration::isPositive);
        if (wait.isPresent()) {
            next.in(wait.get());
            return next.reschedule(UpdateControl.noUpdate());
        }
        cluster.setStatus(status);
        return next.reschedule(UpdateControl.patchStatus(cluster));
    }
}
