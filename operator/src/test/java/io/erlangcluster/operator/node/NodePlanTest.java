package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeSpec;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.MissingLink;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodePlanTest {

    private static final ErlangCluster SHOP = Shop.cluster(NodeNames.SLOT);
    private static final ErlangCluster OWN_NAMES = Shop.cluster(NodeNames.EXISTING);
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(59);
    private static final Instant TOO_LATE = NOON.plusSeconds(60);
    private static final String NAME = "web-0@shop.prod";

    private final Pod pod = Shop.pod("web-0", "u1", NAME);

    @Test
    void aPodReservesItsNameWithItsLabelsAndTheClusterOwnsTheNode() {
        ErlangNode node = created(pod);
        assertThat(node.getMetadata().getName()).isEqualTo("shop.web-0");
        assertThat(node.getMetadata().getNamespace()).isEqualTo("prod");
        assertThat(node.getMetadata().getLabels()).isEqualTo(Map.of("app", "web"));
        assertThat(node.getMetadata().getOwnerReferences())
                .extracting(OwnerReference::getUid)
                .containsExactly("shop-uid");
        assertThat(node.getSpec().name()).isEqualTo(NAME);
        assertThat(node.getSpec().cluster()).isEqualTo("shop");
        assertThat(node.getStatus()).isEqualTo(new ErlangNodeStatus(Phase.RESERVED, "10.0.0.1", 0, 0, NOON.toString()));
    }

    @Test
    void whatTheSidecarSaidStaysAsItIs() {
        ErlangNode up = withStatus(created(pod), Phase.UP);
        assertThat(plan(List.of(pod), List.of(up), LATER)).isEmpty();
    }

    @Test
    void aPodThatIsDeletedLeavesUnlessItsVmIsDownAlready() {
        Pod leaving = pod.edit()
                .editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .endMetadata()
                .build();
        assertThat(plan(List.of(leaving), List.of(withStatus(created(pod), Phase.UP)), LATER))
                .singleElement()
                .isInstanceOfSatisfying(NodeChange.ReplaceStatus.class, change -> {
                    assertThat(change.desired().getStatus().phase()).isEqualTo(Phase.LEAVING);
                    assertThat(change.desired().getStatus().since()).isEqualTo(LATER.toString());
                });
        assertThat(plan(List.of(leaving), List.of(withStatus(created(pod), Phase.DOWN)), LATER))
                .isEmpty();
    }

    @Test
    void aNodeWithoutPodIsDeleted() {
        ErlangNode node = created(pod);
        assertThat(plan(List.of(), List.of(node), LATER)).containsExactly(new NodeChange.Delete(node));
    }

    @Test
    void aReplacedPodTakesTheNodeOverAndStartsANewLife() {
        ErlangNode old = withStatus(created(pod), Phase.UP);
        assertThat(plan(List.of(Shop.pod("web-0", "u2", NAME)), List.of(old), LATER))
                .singleElement()
                .isInstanceOfSatisfying(NodeChange.Replace.class, replace -> {
                    ErlangNode node = replace.desired();
                    assertThat(node.getSpec().pod().uid()).isEqualTo("u2");
                    assertThat(node.getStatus().phase()).isEqualTo(Phase.RESERVED);
                    assertThat(node.getStatus().creation()).isZero();
                    assertThat(node.getStatus().missing()).isNull();
                });
    }

    @Test
    void aLeaseIsBoundToItsPodWhenThatAppears() {
        ErlangNode lease = lease();
        lease.getMetadata().setResourceVersion("7");
        assertThat(plan(List.of(pod), List.of(lease), LATER))
                .singleElement()
                .isInstanceOfSatisfying(NodeChange.Replace.class, replace -> {
                    ErlangNode node = replace.desired();
                    assertThat(node.getSpec().pod()).isEqualTo(new ErlangNodeSpec.PodRef("web-0", "u1"));
                    assertThat(node.getMetadata().getResourceVersion()).isEqualTo("7");
                    assertThat(node.getMetadata().getAnnotations()).isNullOrEmpty();
                    assertThat(node.getMetadata().getOwnerReferences())
                            .extracting(OwnerReference::getUid)
                            .containsExactly("shop-uid");
                });
    }

    @Test
    void aNewPodOfWhichThereIsNothingToSayIsGivenNoStatus() {
        Pod young = pod.edit().withStatus(null).build();
        ErlangNode lease = lease();
        lease.getMetadata().setCreationTimestamp(NOON.toString());
        ErlangNode bound = ((NodeChange.Replace)
                        plan(List.of(young), List.of(lease), LATER).getFirst())
                .desired();
        assertThat(bound.getStatus()).isNull();
        bound.getMetadata().setCreationTimestamp(NOON.toString());
        assertThat(plan(List.of(young), List.of(bound), LATER)).isEmpty();
        assertThat(plan(List.of(pod), List.of(bound), LATER))
                .singleElement()
                .isInstanceOfSatisfying(
                        NodeChange.ReplaceStatus.class,
                        change -> assertThat(change.desired().getStatus())
                                .as("reserved since it was created")
                                .isEqualTo(new ErlangNodeStatus(Phase.RESERVED, "10.0.0.1", 0, 0, NOON.toString())));
    }

    @Test
    void aNewPodUnderTheNameOfAnotherSaysNothingOfThatOne() {
        Pod young = Shop.pod("web-0", "u2", NAME).edit().withStatus(null).build();
        assertThat(plan(List.of(young), List.of(withStatus(created(pod), Phase.UP)), LATER))
                .singleElement()
                .isInstanceOfSatisfying(
                        NodeChange.Replace.class,
                        replace -> assertThat(replace.desired().getStatus())
                                .isEqualTo(new ErlangNodeStatus(Phase.RESERVED, null, 0, 0, LATER.toString())));
    }

    @Test
    void aLeaseWaitsForItsPodAMinuteAndNoLonger() {
        ErlangNode lease = lease();
        assertThat(plan(List.of(), List.of(lease), LATER)).isEmpty();
        assertThat(plan(List.of(), List.of(lease), TOO_LATE)).containsExactly(new NodeChange.Delete(lease));
    }

    @Test
    void aNameThatIsLeasedAnewIsNotUpAnyMore() {
        ErlangNode lease = withStatus(lease(), Phase.UP);
        assertThat(plan(List.of(), List.of(lease), LATER))
                .singleElement()
                .isInstanceOfSatisfying(
                        NodeChange.ReplaceStatus.class,
                        change -> assertThat(change.desired().getStatus())
                                .isEqualTo(new ErlangNodeStatus(Phase.RESERVED, null, 0, 0, LATER.toString())));
    }

    @Test
    void whoHasANameKeepsItAndTheOtherIsTold() {
        ErlangNode held = created(pod);
        Pod other = Shop.pod("another", "u0", NAME);
        NodeClaims claims = NodeClaims.of(SHOP, List.of(other, pod), List.of(held));
        assertThat(claims.holders()).isEqualTo(Map.of("web-0", pod));
        assertThat(claims.problems()).singleElement().asString().contains("another", "pod web-0 has");
    }

    @Test
    void namesOfAnotherHostAndNoNamesAreRefused() {
        NodeClaims claims = NodeClaims.of(
                SHOP, List.of(Shop.pod("a", "1", "web-0@other.prod"), Shop.pod("b", "2", "Nonsense")), List.of());
        assertThat(claims.holders()).isEmpty();
        assertThat(claims.problems()).hasSize(2);
    }

    @Test
    void aNodeThatNamesItselfIsKeptUnderItsOwnNameAsLongAsItsPodIsThere() {
        Pod one = Shop.pod("api-x", "u1", "");
        ErlangNode node = NodeLife.decide(OWN_NAMES, "api-x", "api@10.0.0.1", one, Optional.empty(), NOON);
        assertThat(NodePlan.decide(
                        OWN_NAMES, NodeClaims.of(OWN_NAMES, List.of(one), List.of(node)), List.of(node), LATER))
                .isEmpty();
        assertThat(NodePlan.decide(OWN_NAMES, NodeClaims.of(OWN_NAMES, List.of(), List.of(node)), List.of(node), LATER))
                .containsExactly(new NodeChange.Delete(node));
    }

    @Test
    void podsThatHaveNotToldTheirNameHaveNoNodeAndTwoOfOneNameAreAProblem() {
        Pod one = Shop.pod("api-x", "u1", "");
        Pod two = Shop.pod("api-y", "u2", "");
        assertThat(NodeClaims.of(OWN_NAMES, List.of(one, two), List.of()))
                .isEqualTo(new NodeClaims(Map.of(), List.of()));
        List<ErlangNode> nodes = List.of(
                NodeLife.decide(OWN_NAMES, "api-x", "api@h.i", one, Optional.empty(), NOON),
                NodeLife.decide(OWN_NAMES, "api-y", "api@h.i", two, Optional.empty(), NOON));
        assertThat(NodeClaims.of(OWN_NAMES, List.of(one, two), nodes).problems())
                .singleElement()
                .asString()
                .contains("api-x", "api-y", "api@h.i");
    }

    private static ErlangNode created(Pod pod) {
        return ((NodeChange.Create) plan(List.of(pod), List.of(), NOON).getFirst()).desired();
    }

    private static ErlangNode lease() {
        return Leases.of(SHOP, NodeName.parse(NAME), Shop.unborn("web"), NOON);
    }

    private static ErlangNode withStatus(ErlangNode node, Phase phase) {
        node.setStatus(new ErlangNodeStatus(
                phase, "10.0.0.1", 4370, 7, NOON.toString(), List.of(new MissingLink("web-1@shop.prod", null))));
        return node;
    }

    private static List<NodeChange> plan(List<Pod> pods, List<ErlangNode> nodes, Instant now) {
        return NodePlan.decide(SHOP, NodeClaims.of(SHOP, pods, nodes), nodes, now);
    }
}
