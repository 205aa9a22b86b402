package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whether a cluster's cookie can be used. The operator watches only the Secrets it made, so that it holds none of the
 * others in memory; one that the user names is read now and then, and soon again while it is not usable.
 */
@Singleton
class Cookies {

    private static final Duration WHILE_USABLE = Duration.ofMinutes(10);
    private static final Duration WHILE_NOT = Duration.ofSeconds(5);

    private final KubernetesClient client;
    private final CookieSecret generated;
    private final Map<ResourceID, Reading> readings = new ConcurrentHashMap<>();

    private record Reading(Cookie.SecretRef ref, CookieState state, long nanoTime) {

        Duration age(long now) {
            return Duration.ofNanos(now - nanoTime);
        }

        Duration lifetime() {
            return state instanceof CookieState.Usable ? WHILE_USABLE : WHILE_NOT;
        }
    }

    Cookies(KubernetesClient client, CookieSecret generated) {
        this.client = client;
        this.generated = generated;
    }

    /**
     * The state of the cookie of {@code cluster}; generates it if nobody has. {@code made} are the operator's Secrets.
     */
    CookieState of(ErlangCluster cluster, Collection<Secret> made) {
        Cookie cookie = cluster.getSpec().cookie();
        if (cookie != null) {
            return read(cluster, cookie.secretRef());
        }
        Cookie.SecretRef ref = Cookie.generated(cluster.getMetadata().getName());
        Optional<Secret> own = made.stream()
                .filter(secret -> secret.getMetadata().getName().equals(ref.name()))
                .findFirst();
        if (own.isPresent()) {
            readings.remove(ResourceID.fromResource(cluster));
            return CookieState.of(ref, own);
        }
        // What somebody else made under this name is the cookie too: nothing is ever overwritten.
        return generated.generate(cluster) ? new CookieState.Usable(ref.name()) : read(cluster, ref);
    }

    /** When to look again although nothing tells of a change. */
    Optional<Duration> nextLook(ErlangCluster cluster) {
        return Optional.ofNullable(readings.get(ResourceID.fromResource(cluster)))
                .map(Reading::lifetime);
    }

    void forget(ResourceID cluster) {
        readings.remove(cluster);
    }

    private CookieState read(ErlangCluster cluster, Cookie.SecretRef ref) {
        long now = System.nanoTime();
        Reading reading = readings.compute(
                ResourceID.fromResource(cluster),
                (_, last) ->
                        last != null && last.ref().equals(ref) && last.age(now).compareTo(last.lifetime()) < 0
                                ? last
                                : new Reading(ref, CookieState.of(ref, get(cluster, ref)), now));
        return reading.state();
    }

    private Optional<Secret> get(ErlangCluster cluster, Cookie.SecretRef ref) {
        return Optional.ofNullable(client.secrets()
                .inNamespace(cluster.getMetadata().getNamespace())
                .withName(ref.name())
                .get());
    }
}
