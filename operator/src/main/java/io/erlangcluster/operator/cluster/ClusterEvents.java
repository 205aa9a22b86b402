package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Writes the Events of ErlangClusters, all of them. A flood cannot happen: what changes faster than {@link EventBudget}
 * permits is told later, as one. The same Event again counts up the first one.
 */
@Singleton
class ClusterEvents {

    private static final Logger LOG = Logger.getLogger(ClusterEvents.class);

    private final KubernetesClient client;
    private final Map<ResourceID, Told> told = new ConcurrentHashMap<>();

    private record Told(Happenings last, EventBudget budget) {}

    ClusterEvents(KubernetesClient client) {
        this.client = client;
    }

    /**
     * {@code cluster} is as {@code now} says. What happened since it was last told is written, or is so later: then the
     * answer is when to call again. The first call after a start tells nothing: nobody knows what it was before.
     */
    Optional<Duration> observed(ErlangCluster cluster, Happenings now, long nanoTime) {
        ResourceID id = ResourceID.fromResource(cluster);
        Told before = told.putIfAbsent(id, new Told(now, new EventBudget(nanoTime)));
        if (before == null) {
            return Optional.empty();
        }
        List<Happening> happened = now.since(before.last());
        if (happened.isEmpty()) {
            told.put(id, new Told(now, before.budget()));
            return Optional.empty();
        }
        Duration wait = before.budget().claim(nanoTime);
        if (wait.isPositive()) {
            return Optional.of(wait);
        }
        told.put(id, new Told(now, before.budget()));
        happened.forEach(happening -> write(cluster, happening));
        return Optional.empty();
    }

    void forget(ResourceID cluster) {
        told.remove(cluster);
    }

    /** An Event that cannot be written costs nothing but itself. */
    private void write(ErlangCluster cluster, Happening happening) {
        try {
            createOrCount(event(cluster, happening, Instant.now().truncatedTo(ChronoUnit.SECONDS)));
        } catch (KubernetesClientException failed) {
            LOG.warnf(
                    "event not written cluster=%s namespace=%s reason=%s message=\"%s\": %s",
                    cluster.getMetadata().getName(),
                    cluster.getMetadata().getNamespace(),
                    happening.reason(),
                    happening.message(),
                    failed.getMessage());
        }
    }

    private void createOrCount(Event event) {
        try {
            client.resource(event).create();
        } catch (KubernetesClientException exists) {
            if (exists.getCode() != HttpURLConnection.HTTP_CONFLICT) {
                throw exists;
            }
            // By name, so that the count is the API server's: an edit of what we hold would start from one each time.
            client.v1()
                    .events()
                    .inNamespace(event.getMetadata().getNamespace())
                    .withName(event.getMetadata().getName())
                    .edit(first -> new EventBuilder(first)
                            .withCount(Optional.ofNullable(first.getCount()).orElse(1) + 1)
                            .withLastTimestamp(event.getLastTimestamp())
                            .build());
        }
    }

    private static Event event(ErlangCluster cluster, Happening happening, Instant now) {
        String name = cluster.getMetadata().getName();
        int sameness = Objects.hash(cluster.getMetadata().getUid(), happening.reason(), happening.message());
        return new EventBuilder()
                .withNewMetadata()
                .withNamespace(cluster.getMetadata().getNamespace())
                .withName(name + "." + Integer.toHexString(sameness))
                .endMetadata()
                .withNewInvolvedObject()
                .withApiVersion(cluster.getApiVersion())
                .withKind(cluster.getKind())
                .withNamespace(cluster.getMetadata().getNamespace())
                .withName(name)
                .withUid(cluster.getMetadata().getUid())
                .endInvolvedObject()
                .withType(happening.warning() ? "Warning" : "Normal")
                .withReason(happening.reason())
                .withMessage(limited(happening.message()))
                .withCount(1)
                .withFirstTimestamp(now.toString())
                .withLastTimestamp(now.toString())
                .withNewSource()
                .withComponent(CookieSecret.MANAGER)
                .endSource()
                .withReportingComponent(CookieSecret.MANAGER)
                .build();
    }

    /** The API server refuses more than 1024 bytes (core validation of Events). */
    private static String limited(String message) {
        return message.length() <= 1000 ? message : message.substring(0, 997) + "...";
    }
}
