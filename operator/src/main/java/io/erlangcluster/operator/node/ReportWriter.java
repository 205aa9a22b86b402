package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/**
 * Writes what sidecars say into the ErlangNodes of their pods: every replica for the streams that end there, leader or
 * not. A VM's coming and going is written at once. Links are written when they have rested for a while, the longer the
 * larger the cluster, so that a mesh that forms, or breaks, causes some hundred writes a second at most.
 */
@Startup
@Singleton
public final class ReportWriter implements PodReports.Listener, NodeStore.Listener {

    private static final Logger LOG = Logger.getLogger(ReportWriter.class);
    private static final Duration LINKS_REST = Duration.ofMillis(500);
    private static final Duration LINKS_REST_PER_NODE = Duration.ofMillis(10);
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(15);

    private final NodeWriter writer;
    private final ExistingNodes existing;
    private final NodeStore nodes;
    private final PodReports reports;
    private final DueWrites due = new DueWrites(this::write);

    /** Of every pod whose VM's life is not written yet, the report that told of it. */
    private final Map<String, PodReports.Told> unwritten = new ConcurrentHashMap<>();

    /** By pod uid, how often in a row a write failed. */
    private final Map<String, Integer> failures = new ConcurrentHashMap<>();

    private final OwnWrites own = new OwnWrites();

    public ReportWriter(NodeWriter writer, ExistingNodes existing, NodeStore nodes, PodReports reports) {
        this.writer = writer;
        this.existing = existing;
        this.nodes = nodes;
        this.reports = reports;
        nodes.listen(this);
        reports.listen(this);
    }

    @Override
    public void told(Optional<PodReport> before, PodReports.Told now) {
        boolean sameLife = before.filter(
                        old -> old.creations().equals(now.report().creations())
                                && old.tunnelPort() == now.report().tunnelPort())
                .isPresent();
        if (!sameLife) {
            unwritten.put(now.podUid(), now);
            due.add(now.podUid(), Duration.ZERO);
        }
        due.add(now.podUid(), linksRest(now.cluster()));
    }

    @Override
    public void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
        now.ifPresentOrElse(own::shown, () -> before.ifPresent(own::gone));
        now.map(node -> node.getSpec().pod().uid())
                .filter(unwritten::containsKey)
                .ifPresent(uid -> due.add(uid, Duration.ZERO));
        if (!before.map(ClusterNodes::isUp).equals(now.map(ClusterNodes::isUp))) {
            Duration rest = linksRest(cluster);
            reports.of(cluster).forEach(told -> due.add(told.podUid(), rest));
        }
    }

    private Duration linksRest(ResourceID cluster) {
        Duration rest = LINKS_REST_PER_NODE.multipliedBy(nodes.size(cluster));
        return rest.compareTo(LINKS_REST) > 0 ? rest : LINKS_REST;
    }

    private void write(String podUid) {
        // First of all: the report that is written may be newer than the life that counts as written then, never older.
        Optional<PodReports.Told> life = Optional.ofNullable(unwritten.get(podUid));
        Optional<PodReports.Told> told = reports.of(podUid);
        if (told.isEmpty()) {
            life.ifPresent(over -> unwritten.remove(podUid, over));
            failures.remove(podUid);
            return;
        }
        try {
            Optional<ErlangNode> node = nodes.ofPod(told.get().cluster(), podUid);
            boolean done = node.isPresent()
                    ? !own.replaced(node.get()) && update(told.get(), life, node.get())
                    : create(told.get());
            if (done) {
                failures.remove(podUid);
            } else {
                retry(podUid);
            }
        } catch (KubernetesClientException failed) {
            if (retry(podUid) == 1) {
                LOG.warnf(
                        "node status not written, trying until it is: cluster=%s pod=%s: %s",
                        told.get().cluster().getName(), told.get().pod(), failed.getMessage());
            }
        }
    }

    /** Without its ErlangNode a report waits; the informer wakes it. Nodes that name themselves are made here. */
    private boolean create(PodReports.Told told) {
        return !told.namesItself() || existing.create(told);
    }

    /** False if the node was changed meanwhile. */
    private boolean update(PodReports.Told told, Optional<PodReports.Told> life, ErlangNode node) {
        if (told.namesItself() && existing.isRenamed(told, node)) {
            return existing.rename(told, node);
        }
        Optional<ErlangNodeStatus> was = Optional.ofNullable(node.getStatus());
        Instant now = Instant.now();
        ErlangNode desired = new ErlangNode();
        desired.setMetadata(node.getMetadata());
        desired.setSpec(node.getSpec());
        desired.setStatus(
                life.isPresent()
                        ? ReportedStatus.life(node, told.report(), now)
                        : was.orElseGet(() -> NodeLife.reserved(now)));
        desired.setStatus(ReportedStatus.links(desired, told.report(), nodes.up(told.cluster())));
        if (was.filter(desired.getStatus()::equals).isEmpty()) {
            Optional<String> version = writer.written(new NodeChange.ReplaceStatus(node, desired));
            if (version.isEmpty()) {
                return false;
            }
            own.wrote(node, version.get());
        }
        life.ifPresent(written -> unwritten.remove(told.podUid(), written));
        return true;
    }

    private int retry(String podUid) {
        int failed = failures.merge(podUid, 1, Integer::sum);
        long most = Math.min(LONGEST_RETRY.toMillis(), RETRY.toMillis() << Math.min(failed, 10));
        due.add(podUid, Duration.ofMillis(ThreadLocalRandom.current().nextLong(most / 2, most)));
        return failed;
    }
}
