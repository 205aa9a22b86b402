package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.MissingLink;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReportedStatusTest {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final String WEB_0 = "web-0@shop.prod";
    private static final String WEB_1 = "web-1@shop.prod";
    private static final String WEB_2 = "web-2@shop.prod";
    private static final PodReport NOTHING_UP = new PodReport(4370, Map.of(), Map.of());
    private static final PodReport UP = NOTHING_UP.up(WEB_0, 7);

    @Test
    void aRegisteredVmIsUpWithItsCreationAndPort() {
        assertThat(life(reserved(), UP))
                .isEqualTo(new ErlangNodeStatus(Phase.UP, "10.0.0.1", 4370, 7, LATER.toString()));
    }

    @Test
    void aHelloThatLacksAnUpNodeTakesItDown() {
        assertThat(life(up(), NOTHING_UP).phase()).isEqualTo(Phase.DOWN);
    }

    @Test
    void aHelloWithoutVmLeavesAReservedNodeReserved() {
        assertThat(life(reserved(), NOTHING_UP).phase()).isEqualTo(Phase.RESERVED);
    }

    @Test
    void aRestartedVmKeepsThePhaseAndItsTimeButNeitherCreationNorLinks() {
        ErlangNode node = up();
        node.setStatus(ReportedStatus.links(node, UP.linked(WEB_0, connected()), List.of(WEB_0)));
        assertThat(node.getStatus().missing()).isEmpty();
        assertThat(life(node, UP.up(WEB_0, 8)))
                .isEqualTo(new ErlangNodeStatus(Phase.UP, "10.0.0.1", 4370, 8, NOON.toString()));
    }

    @Test
    void aLeavingNodeLeavesUntilItsVmStops() {
        ErlangNode leaving = node(new ErlangNodeStatus(Phase.LEAVING, "10.0.0.1", 4370, 7, NOON.toString()));
        assertThat(life(leaving, UP).phase()).isEqualTo(Phase.LEAVING);
        assertThat(life(leaving, NOTHING_UP).phase()).isEqualTo(Phase.DOWN);
    }

    @Test
    void missingIsWhoIsUpAndNotConnectedWithTheCause() {
        PodReport report =
                UP.linked(WEB_0, LinkReport.of(Set.of(WEB_2), Map.of(WEB_1, "cookie rejected", "gone@shop.prod", "?")));
        assertThat(ReportedStatus.links(up(), report, List.of(WEB_0, WEB_1, WEB_2))
                        .missing())
                .containsExactly(new MissingLink(WEB_1, "cookie rejected"));
    }

    @Test
    void linksOfAnotherLifeSayNothing() {
        PodReport otherLife = UP.up(WEB_0, 8).linked(WEB_0, connected());
        assertThat(ReportedStatus.links(up(), otherLife, List.of(WEB_1)).missing())
                .isNull();
        assertThat(ReportedStatus.links(up(), UP, List.of(WEB_1)).missing()).isNull();
    }

    @Test
    void theListOfMissingLinksIsBoundedAndSoIsACause() {
        List<String> many = IntStream.range(0, 2000)
                .mapToObj(i -> "web-" + i + "@x.y")
                .sorted()
                .toList();
        PodReport report = UP.linked(WEB_0, LinkReport.of(Set.of(), Map.of("web-0@x.y", "c".repeat(10_000))));
        assertThat(ReportedStatus.links(up(), report, many).missing())
                .hasSize(ErlangNodeStatus.MISSING_LIMIT)
                .first()
                .isEqualTo(new MissingLink("web-0@x.y", "c".repeat(200)));
    }

    @Test
    void theEndOfAnEarlierLifeSaysNothingAboutTheLaterOne() {
        assertThat(UP.up(WEB_0, 8).down(WEB_0, 7).creation(WEB_0)).contains(8L);
        assertThat(UP.down(WEB_0, 7).creation(WEB_0)).isEmpty();
        assertThat(UP.linked(WEB_0, connected()).up(WEB_0, 8).links()).isEmpty();
        assertThat(NOTHING_UP.linked(WEB_0, connected()).links()).isEmpty();
    }

    @Test
    void aPeerThatHasNotToldItsLinksIsNotYetALink() {
        ErlangNode first = up();
        first.setStatus(ReportedStatus.links(first, UP.linked(WEB_0, connected(WEB_1)), List.of(WEB_0, WEB_1)));
        ErlangNode silent = NodeLife.decide(
                Shop.cluster(NodeNames.SLOT), "web-1", WEB_1, Shop.pod("web-1", "u2", WEB_1), Optional.empty(), NOON);
        silent.setStatus(new ErlangNodeStatus(Phase.UP, "10.0.0.2", 4370, 1, NOON.toString()));
        assertThat(LinkReports.of(List.of(first, silent)))
                .extracting(LinkReports::lacks)
                .isEqualTo(Map.of(WEB_0, Map.of()));
        assertThat(LinkReports.of(List.of(first, silent)).linked(WEB_0, WEB_1)).isFalse();
        silent.setStatus(new ErlangNodeStatus(Phase.UP, "10.0.0.2", 4370, 1, NOON.toString(), List.of()));
        assertThat(LinkReports.of(List.of(first, silent)).linked(WEB_0, WEB_1)).isTrue();
        silent.setStatus(new ErlangNodeStatus(
                Phase.UP, "10.0.0.2", 4370, 1, NOON.toString(), List.of(new MissingLink(WEB_0, "wrong cookie"))));
        LinkReports apart = LinkReports.of(List.of(first, silent));
        assertThat(apart.linked(WEB_0, WEB_1)).isFalse();
        assertThat(apart.cause(WEB_1, WEB_0)).contains("wrong cookie");
    }

    private static LinkReport connected(String... peers) {
        return LinkReport.of(Set.of(peers), Map.of());
    }

    private static ErlangNodeStatus life(ErlangNode node, PodReport report) {
        return ReportedStatus.life(node, report, LATER);
    }

    private static ErlangNode up() {
        return node(new ErlangNodeStatus(Phase.UP, "10.0.0.1", 4370, 7, NOON.toString()));
    }

    private static ErlangNode reserved() {
        return node(new ErlangNodeStatus(Phase.RESERVED, "10.0.0.1", 0, 0, NOON.toString()));
    }

    private static ErlangNode node(ErlangNodeStatus status) {
        ErlangNode node = NodeLife.decide(
                Shop.cluster(NodeNames.SLOT), "web-0", WEB_0, Shop.pod("web-0", "u1", WEB_0), Optional.empty(), NOON);
        node.setStatus(status);
        return node;
    }
}
