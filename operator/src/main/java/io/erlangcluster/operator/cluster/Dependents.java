package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What a cluster has besides its nodes: a cookie, a NetworkPolicy, and its pods' readiness. */
@Singleton
class Dependents {

    /** Usually the informer brings the reason of the conflict sooner. */
    private static final Duration AFTER_CONFLICT = Duration.ofSeconds(1);

    private final Cookies cookies;
    private final NetworkPolicies policies;
    private final JoinedConditions joined;

    Dependents(Cookies cookies, NetworkPolicies policies, JoinedConditions joined) {
        this.cookies = cookies;
        this.policies = policies;
        this.joined = joined;
    }

    CookieState cookie(ErlangCluster cluster, Collection<Secret> made, NextLook next) {
        CookieState state = cookies.of(cluster, made);
        cookies.nextLook(cluster).ifPresent(next::in);
        return state;
    }

    void policy(
            ErlangCluster cluster,
            Collection<ErlangCluster> neighbours,
            Collection<Pod> matching,
            Context<ErlangCluster> context,
            NextLook next) {
        List<NetworkPolicy> there = EventSources.inNamespace(context, NetworkPolicy.class);
        Optional<NetworkPolicy> actual = there.stream()
                .filter(policy -> policy.getMetadata().getName().equals(MemberPolicy.name(cluster)))
                .findFirst();
        policies.heal(ResourceID.fromResource(cluster), MemberPolicy.of(cluster, neighbours, matching, there), actual)
                .ifPresent(next::in);
    }

    void gates(Observation seen, NextLook next) {
        JoinedGate.Decision decision = JoinedGate.decide(seen);
        if (!joined.write(decision.verdicts(), seen.now())) {
            next.in(AFTER_CONFLICT);
        }
        decision.nextLook().ifPresent(next::in);
    }

    void forget(ResourceID cluster) {
        cookies.forget(cluster);
        policies.forget(cluster);
    }
}
