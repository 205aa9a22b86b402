package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.Tls;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Mixing;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {

    private static final Instant NOON = Seen.NOON;

    @Test
    void aCompleteMeshIsComplete() {
        ErlangClusterStatus status = twoUp().linked("a", "b").linked("b", "a").status();
        assertThat(status.linksSummary()).isEqualTo("1/1");
        assertThat(status.mesh()).isEqualTo("Complete");
        assertThat(status.observedGeneration()).isEqualTo(3);
        assertThat(status.selector()).isEqualTo("app=shop");
        assertThat(status.conditions()).allMatch(condition -> condition.observedGeneration() == 3);
        assertCondition(status, "MeshComplete", "True", "Complete", "");
        assertCondition(status, "Ready", "True", "AllUp", "");
        assertCondition(status, "CookieAccepted", "True", "Accepted", "shop-erlang-cookie");
        assertCondition(status, "Progressing", "False", "Settled", "");
        assertCondition(status, "Encrypted", "True", "Mutual", "");
    }

    @Test
    void whoeverTurnsEncryptionOffCanSeeIt() {
        assertCondition(encrypted(null, Tls.DISABLED), "Encrypted", "False", "Disabled", "spec.tls is Disabled");
        assertCondition(encrypted(DataPath.DIRECT, null), "Encrypted", "False", "Direct", "without the sidecars");
    }

    private static ErlangClusterStatus encrypted(@Nullable DataPath path, @Nullable Tls tls) {
        ErlangCluster cluster = Seen.cluster();
        cluster.setSpec(new ErlangClusterSpec(
                cluster.getSpec().selector(), null, null, null, path, tls, null, null, null, null, null, null, null));
        return Seen.of(cluster).status();
    }

    @Test
    void aMissingPairIsNamedWithItsCause() {
        ErlangClusterStatus status = twoUp().lacking("a", Map.of("b", "peer unreachable"))
                .linked("b", "a")
                .status();
        assertThat(status.linksSummary()).isEqualTo("0/1");
        assertThat(status.mesh()).isEqualTo("Incomplete");
        assertCondition(status, "MeshComplete", "False", "MissingLinks", "a - b (peer unreachable)");
        assertCondition(status, "Progressing", "True", "MeshForming", "a - b");
    }

    @Test
    void aNodeThatRejectsTheCookieIsNamed() {
        ErlangClusterStatus status = twoUp().lacking(
                        "a", Map.of("b", "", "a", "a rejected the cookie: let the VM take it"))
                .linked("b")
                .status();
        assertCondition(status, "CookieAccepted", "False", "CookieRejected", "Secret shop-erlang-cookie: a;");
        assertCondition(status, "MeshComplete", "False", "MissingLinks", "a - b (a rejected the cookie");
    }

    @Test
    void aCookieThatIsMissingMakesNobodyReady() {
        ErlangClusterStatus status = twoUp().cookie(new CookieState.Unusable("mine", "SecretMissing", "create it"))
                .status();
        assertCondition(status, "CookieAccepted", "False", "SecretMissing", "create it");
        assertCondition(status, "Ready", "False", "SecretMissing", "create it");
    }

    @Test
    void nodesThatHaveNotReportedLeaveItUnknown() {
        ErlangClusterStatus status = twoUp().status();
        assertCondition(status, "MeshComplete", "Unknown", "NotReported", "no links reported yet by a, b");
        assertThat(status.mesh()).isEqualTo("Unknown");
    }

    @Test
    void onlyUpNodesAreExpectedInTheMesh() {
        ErlangClusterStatus status = Seen.of(
                        Seen.node("a", Phase.UP), Seen.node("b", Phase.LEAVING), Seen.node("c", Phase.DOWN))
                .linked("a")
                .status();
        assertThat(status.expectedLinks()).isZero();
        assertCondition(status, "MeshComplete", "True", "Complete", "");
        assertCondition(status, "Ready", "False", "NodesNotUp", "c is Down");
        assertCondition(status, "Progressing", "True", "NodesChanging", "is b");
    }

    @Test
    void nodesThatMustNotMixAreNoPair() {
        Mixing mixing = new Mixing(Mixing.Policy.SAME_LABEL, "version");
        ErlangClusterStatus status = Seen.of(
                        Seen.cluster(mixing),
                        Seen.node("a", Phase.UP, NOON, Map.of("version", "1")),
                        Seen.node("b", Phase.UP, NOON, Map.of("version", "1")),
                        Seen.node("c", Phase.UP, NOON, Map.of("version", "2")))
                .linked("a", "b")
                .linked("b", "a")
                .linked("c")
                .status();
        assertThat(status.linksSummary()).isEqualTo("1/1");
        assertCondition(status, "MeshComplete", "True", "Complete", "");
    }

    @Test
    void theMessageNamesTenAndCountsTheRest() {
        Seen seen = Seen.of(IntStream.range(0, 6)
                .mapToObj(i -> Seen.node("n" + i, Phase.UP))
                .toArray(ErlangNode[]::new));
        for (int i = 0; i < 4; i++) {
            seen = seen.linked("n" + i);
        }
        assertThat(condition(seen.status(), "MeshComplete").message()).endsWith(" and 4 more");
    }

    @Test
    void podsOfBeforeAreToldWithTheWayOut() {
        ErlangClusterStatus status = twoUp().outsiders(new Outsiders(
                        List.of("web-a", "web-b", "web-c"),
                        List.of("kubectl rollout restart deployment/web -n prod"),
                        List.of()))
                .status();
        assertThat(condition(status, "Injected").message())
                .isEqualTo("3 pods were started before this cluster was there: web-a, web-b, web-c;"
                        + " kubectl rollout restart deployment/web -n prod");
    }

    @Test
    void thatNothingChangedShowsInEquality() {
        Seen seen = twoUp().linked("a", "b").linked("b", "a");
        ErlangClusterStatus before = seen.status();
        assertThat(seen.later(before, NOON.plusSeconds(9)).status()).isEqualTo(before);
    }

    @Test
    void aConditionThatTurnsGetsTheTimeOfItsTurn() {
        ErlangClusterStatus before = twoUp().linked("a", "b").linked("b", "a").status();
        ErlangClusterStatus later = twoUp().linked("a")
                .linked("b")
                .later(before, NOON.plusSeconds(9))
                .status();
        assertThat(condition(later, "MeshComplete").lastTransitionTime()).isEqualTo("2026-01-01T12:00:09Z");
        assertThat(condition(later, "Ready").lastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
    }

    @Test
    void whatDoesNotArriveCountsAsStalledAndIsLookedAtThen() {
        Seen seen = Seen.of(Seen.node("a", Phase.RESERVED));
        assertCondition(seen.status(), "Progressing", "True", "NodesChanging", "is a");
        assertThat(ProgressingCondition.nextLook(seen.observation(), seen.status()))
                .contains(ProgressingCondition.PATIENCE.plusSeconds(1));
        Seen late = seen.at(NOON.plus(ProgressingCondition.PATIENCE));
        assertCondition(late.status(), "Progressing", "False", "Stalled", "is a");
        assertThat(ProgressingCondition.nextLook(late.observation(), late.status())
                        .filter(wait -> wait.compareTo(ProgressingCondition.PATIENCE) < 0))
                .isEmpty();
    }

    @Test
    void aMeshThatDoesNotFormCountsAsStalled() {
        ErlangClusterStatus before = twoUp().linked("a").linked("b").status();
        Instant late = NOON.plus(ProgressingCondition.PATIENCE);
        assertCondition(
                twoUp().linked("a").linked("b").later(before, late).status(),
                "Progressing",
                "False",
                "Stalled",
                "a - b");
    }

    @Test
    void anInvalidResourceIsToldSo() {
        assertCondition(
                Seen.of(Seen.cluster(new Mixing(Mixing.Policy.SAME_LABEL, null)))
                        .status(),
                "Ready",
                "False",
                "Invalid",
                "needs spec.mixing.label");
    }

    @Test
    void writesOfOneStatusAreSpaced() {
        StatusPace pace = new StatusPace();
        ResourceID shop = new ResourceID("shop", "prod");
        assertThat(pace.claim(shop, 1_000)).isZero();
        assertThat(pace.claim(shop, 1_000 + Duration.ofMillis(50).toNanos())).isEqualTo(Duration.ofMillis(150));
        assertThat(pace.claim(shop, 1_000 + Duration.ofMillis(200).toNanos())).isZero();
    }

    private static Seen twoUp() {
        return Seen.of(Seen.node("a", Phase.UP), Seen.node("b", Phase.UP));
    }

    private static Condition condition(ErlangClusterStatus status, String type) {
        return status.condition(type).orElseThrow();
    }

    private static void assertCondition(
            ErlangClusterStatus cluster, String type, String status, String reason, String message) {
        Condition condition = condition(cluster, type);
        assertThat(condition.status()).as("%s", condition).isEqualTo(status);
        assertThat(condition.reason()).as("%s", condition).isEqualTo(reason);
        assertThat(condition.message()).contains(message);
    }
}
