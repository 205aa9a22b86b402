package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangClusterStatus;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.operator.node.LinkReport;
import io.erlangcluster.operator.node.NodeClaims;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClusterStatusTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final List<ErlangNode> TWO_UP = List.of(node("a", Phase.UP), node("b", Phase.UP));

    @Test
    void aCompleteMeshIsComplete() {
        ErlangClusterStatus status = status(TWO_UP, Map.of("a", links("b"), "b", links("a")));
        assertThat(status.linksSummary()).isEqualTo("1/1");
        assertThat(status.mesh()).isEqualTo("Complete");
        assertThat(mesh(status).status()).isEqualTo("True");
        assertThat(condition(status, "Ready").status()).isEqualTo("True");
    }

    @Test
    void aMissingPairIsNamedWithItsCause() {
        LinkReport refused = new LinkReport(Set.of(), Map.of("b", "cookie rejected"));
        ErlangClusterStatus status = status(TWO_UP, Map.of("a", refused, "b", links("a")));
        assertThat(status.linksSummary()).isEqualTo("0/1");
        assertThat(status.mesh()).isEqualTo("Incomplete");
        assertThat(mesh(status).reason()).isEqualTo("MissingLinks");
        assertThat(mesh(status).message()).isEqualTo("a - b (cookie rejected)");
    }

    @Test
    void nodesThatHaveNotReportedLeaveItUnknown() {
        ErlangClusterStatus status = status(TWO_UP, Map.of("a", links("b")));
        assertThat(mesh(status).status()).isEqualTo("Unknown");
        assertThat(mesh(status).message()).isEqualTo("no links reported yet by b");
        assertThat(status.mesh()).isEqualTo("Unknown");
    }

    @Test
    void onlyUpNodesAreExpectedInTheMesh() {
        ErlangClusterStatus status =
                status(List.of(node("a", Phase.UP), node("b", Phase.LEAVING)), Map.of("a", links()));
        assertThat(status.expectedLinks()).isZero();
        assertThat(mesh(status).status()).isEqualTo("True");
        assertThat(condition(status, "Ready").message()).isEqualTo("b is Leaving");
    }

    @Test
    void theMessageNamesTenAndCountsTheRest() {
        List<ErlangNode> six =
                IntStream.range(0, 6).mapToObj(i -> node("n" + i, Phase.UP)).toList();
        ErlangClusterStatus status = status(six, Map.of("n0", links(), "n1", links(), "n2", links(), "n3", links()));
        assertThat(mesh(status).message()).endsWith(" and 4 more");
    }

    @Test
    void thatNothingChangedShowsInEquality() {
        Map<String, LinkReport> reports = Map.of("a", links("b"), "b", links("a"));
        ErlangClusterStatus before = status(TWO_UP, reports);
        ErlangClusterStatus later =
                ClusterStatus.of(1, claims(), TWO_UP, reports, Optional.of(before), NOON.plusSeconds(9));
        assertThat(later).isEqualTo(before);
    }

    @Test
    void aConditionThatTurnsGetsTheTimeOfItsTurn() {
        ErlangClusterStatus before = status(TWO_UP, Map.of("a", links("b"), "b", links("a")));
        ErlangClusterStatus later = ClusterStatus.of(
                1, claims(), TWO_UP, Map.of("a", links(), "b", links()), Optional.of(before), NOON.plusSeconds(9));
        assertThat(mesh(later).lastTransitionTime()).isEqualTo("2026-01-01T12:00:09Z");
        assertThat(condition(later, "Ready").lastTransitionTime()).isEqualTo("2026-01-01T12:00:00Z");
    }

    @Test
    void writesOfOneStatusAreSpaced() {
        StatusPace pace = new StatusPace();
        ResourceID shop = new ResourceID("shop", "prod");
        assertThat(pace.claim(shop, 1_000)).isZero();
        assertThat(pace.claim(shop, 1_000 + Duration.ofMillis(50).toNanos())).isEqualTo(Duration.ofMillis(150));
        assertThat(pace.claim(shop, 1_000 + Duration.ofMillis(200).toNanos())).isZero();
    }

    private static ErlangClusterStatus status(List<ErlangNode> nodes, Map<String, LinkReport> links) {
        return ClusterStatus.of(1, claims(), nodes, links, Optional.empty(), NOON);
    }

    private static NodeClaims claims() {
        return new NodeClaims(Map.of(), List.of());
    }

    private static Condition mesh(ErlangClusterStatus status) {
        return condition(status, "MeshComplete");
    }

    private static Condition condition(ErlangClusterStatus status, String type) {
        return status.condition(type).orElseThrow();
    }

    private static LinkReport links(String... connected) {
        return new LinkReport(Set.copyOf(Arrays.asList(connected)), Map.of());
    }

    private static ErlangNode node(String name, Phase phase) {
        ErlangNode node = new ErlangNode();
        node.setSpec(new ErlangNodeSpec("shop", name, new ErlangNodeSpec.PodRef(name, name)));
        node.setStatus(new ErlangNodeStatus(phase, "10.0.0.1", 4370, 1, NOON.toString()));
        return node;
    }
}
