package io.erlangcluster.operator.cluster;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/**
 * Applies and removes the clusters' NetworkPolicies: server-side apply under one field manager, so that what others add
 * to labels or annotations stays, and hand edits of what we apply are healed.
 */
@Singleton
class NetworkPolicies {

    private static final Logger LOG = Logger.getLogger(NetworkPolicies.class);
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final KubernetesClient client;
    private final Map<ResourceID, Applied> applied = new ConcurrentHashMap<>();
    private final Map<ResourceID, Refused> refused = new ConcurrentHashMap<>();

    /** What we wanted, and what the API server made of it. */
    private record Applied(NetworkPolicy desired, String resourceVersion) {}

    /**
     * What the API server would not take, and until when it is not asked again: clusters are looked at far more often.
     */
    private record Refused(Optional<NetworkPolicy> desired, Instant until) {}

    NetworkPolicies(KubernetesClient client) {
        this.client = client;
    }

    /**
     * Brings {@code actual}, what the informer knows under our name, to {@code desired}; no request if it is so. Nodes
     * do without it: a failure is told and costs nothing else.
     *
     * @return when to try again, after a failure
     */
    Optional<Duration> heal(ResourceID cluster, Optional<NetworkPolicy> desired, Optional<NetworkPolicy> actual) {
        Instant now = Instant.now();
        Refused last = refused.get(cluster);
        if (last != null && last.desired().equals(desired) && now.isBefore(last.until())) {
            return Optional.of(Duration.between(now, last.until()));
        }
        try {
            change(cluster, desired, actual);
            refused.remove(cluster);
            return Optional.empty();
        } catch (KubernetesClientException failed) {
            refused.put(cluster, new Refused(desired, now.plus(RETRY)));
            LOG.warnf(
                    "network policy not written cluster=%s namespace=%s, tried again in %ds (spec.networkPolicy: None"
                            + " does without): %s",
                    cluster.getName(), cluster.getNamespace().orElse(""), RETRY.toSeconds(), oneLine(failed));
            return Optional.of(RETRY);
        }
    }

    private static String oneLine(KubernetesClientException failed) {
        String why = Optional.ofNullable(failed.getStatus())
                .map(Status::getMessage)
                .orElseGet(() -> String.valueOf(failed.getMessage()));
        return why.replaceAll("\\s+", " ");
    }

    private void change(ResourceID cluster, Optional<NetworkPolicy> desired, Optional<NetworkPolicy> actual) {
        if (desired.isPresent()) {
            if (!isAsWanted(cluster, desired.get(), actual)) {
                apply(cluster, desired.get());
            }
        } else if (actual.filter(NetworkPolicies::isOurs).isPresent()) {
            client.resource(actual.get()).delete();
            applied.remove(cluster);
            LOG.infof(
                    "network policy removed cluster=%s namespace=%s",
                    cluster.getName(), cluster.getNamespace().orElse(""));
        }
    }

    /**
     * An API server may drop or default fields: then what it answered to our own apply counts as wanted, and is not
     * applied over and over.
     */
    private boolean isAsWanted(ResourceID cluster, NetworkPolicy desired, Optional<NetworkPolicy> actual) {
        if (actual.isEmpty()) {
            return false;
        }
        Applied last = applied.get(cluster);
        return (last != null
                        && last.desired().equals(desired)
                        && last.resourceVersion()
                                .equals(actual.get().getMetadata().getResourceVersion()))
                || (Objects.equals(actual.get().getSpec(), desired.getSpec()) && isOurs(actual.get()));
    }

    private static boolean isOurs(NetworkPolicy policy) {
        return policy.getMetadata().getLabels() != null
                && CookieSecret.MANAGER.equals(policy.getMetadata().getLabels().get(CookieSecret.MANAGED_BY));
    }

    private void apply(ResourceID cluster, NetworkPolicy desired) {
        NetworkPolicy result = client.resource(desired)
                .fieldManager(CookieSecret.MANAGER)
                .forceConflicts()
                .serverSideApply();
        applied.put(cluster, new Applied(desired, result.getMetadata().getResourceVersion()));
        LOG.infof(
                "network policy applied cluster=%s namespace=%s rules=%d",
                cluster.getName(),
                cluster.getNamespace().orElse(""),
                desired.getSpec().getIngress().size());
    }

    void forget(ResourceID cluster) {
        applied.remove(cluster);
        refused.remove(cluster);
    }
}
