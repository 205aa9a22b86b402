package io.erlangcluster.operator.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodePlanTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final String NAME = "web-0@shop.prod";
    private static final PodReport NOTHING_UP = new PodReport(4370, Map.of(), Map.of());
    private static final PodReport UP = NOTHING_UP.up(NAME, 7);

    private final Pod pod = pod("web-0", "u1", NAME);

    @Test
    void aPodReservesItsNameWithItsLabelsAndOwnsTheNode() {
        ErlangNode node = created(pod, Optional.empty());
        assertThat(node.getMetadata().getName()).isEqualTo("shop.web-0");
        assertThat(node.getMetadata().getNamespace()).isEqualTo("prod");
        assertThat(node.getMetadata().getLabels()).isEqualTo(Map.of("app", "web"));
        assertThat(node.getMetadata().getOwnerReferences())
                .singleElement()
                .satisfies(owner -> assertThat(owner.getUid()).isEqualTo("u1"));
        assertThat(node.getSpec().name()).isEqualTo(NAME);
        assertThat(node.getSpec().cluster()).isEqualTo("shop");
        assertThat(node.getStatus()).isEqualTo(new ErlangNodeStatus(Phase.RESERVED, "10.0.0.1", 0, 0, NOON.toString()));
    }

    @Test
    void nothingIsWrittenWhenNothingDiffers() {
        ErlangNode node = created(pod, Optional.of(UP));
        assertThat(plan(List.of(pod), List.of(node), Optional.of(UP))).isEmpty();
        assertThat(plan(List.of(pod), List.of(node), Optional.empty()))
                .as("a stream that was never opened since the operator started says nothing")
                .isEmpty();
    }

    @Test
    void aRegisteredVmIsUpWithItsCreationAndPort() {
        assertThat(status(created(pod, Optional.empty()), pod, Optional.of(UP)))
                .isEqualTo(new ErlangNodeStatus(Phase.UP, "10.0.0.1", 4370, 7, LATER.toString()));
    }

    @Test
    void aHelloThatLacksAnUpNodeTakesItDown() {
        ErlangNode up = created(pod, Optional.of(UP));
        assertThat(status(up, pod, Optional.of(NOTHING_UP)).phase()).isEqualTo(Phase.DOWN);
    }

    @Test
    void aHelloWithoutVmLeavesAReservedNodeReserved() {
        assertThat(status(created(pod, Optional.empty()), pod, Optional.of(NOTHING_UP))
                        .phase())
                .isEqualTo(Phase.RESERVED);
    }

    @Test
    void aRestartedVmKeepsThePhaseAndItsTimeButNotTheCreation() {
        ErlangNode up = created(pod, Optional.of(UP));
        assertThat(status(up, pod, Optional.of(UP.up(NAME, 8))))
                .isEqualTo(new ErlangNodeStatus(Phase.UP, "10.0.0.1", 4370, 8, NOON.toString()));
    }

    @Test
    void aPodThatIsDeletedLeavesUntilItsVmStops() {
        Pod leaving = pod.edit()
                .editMetadata()
                .withDeletionTimestamp(NOON.toString())
                .endMetadata()
                .build();
        ErlangNode up = created(pod, Optional.of(UP));
        assertThat(status(up, leaving, Optional.of(UP)).phase()).isEqualTo(Phase.LEAVING);
        assertThat(status(up, leaving, Optional.empty()).phase()).isEqualTo(Phase.LEAVING);
        assertThat(status(up, leaving, Optional.of(NOTHING_UP)).phase()).isEqualTo(Phase.DOWN);
    }

    @Test
    void aNodeWithoutPodIsDeleted() {
        ErlangNode node = created(pod, Optional.of(UP));
        assertThat(plan(List.of(), List.of(node), Optional.empty())).containsExactly(new NodeChange.Delete(node));
    }

    @Test
    void aReplacedPodTakesTheNodeOverAndStartsANewLife() {
        ErlangNode old = created(pod, Optional.of(UP));
        Pod replacement = pod("web-0", "u2", NAME);
        assertThat(plan(List.of(replacement), List.of(old), Optional.empty()))
                .singleElement()
                .isInstanceOfSatisfying(NodeChange.Replace.class, replace -> {
                    ErlangNode node = replace.desired();
                    assertThat(node.getSpec().pod().uid()).isEqualTo("u2");
                    assertThat(node.getMetadata()
                                    .getOwnerReferences()
                                    .getFirst()
                                    .getUid())
                            .isEqualTo("u2");
                    assertThat(node.getStatus().phase()).isEqualTo(Phase.RESERVED);
                    assertThat(node.getStatus().creation()).isZero();
                });
    }

    @Test
    void whoHasANameKeepsItAndTheOtherIsTold() {
        ErlangNode held = created(pod, Optional.empty());
        Pod other = pod("another", "u0", NAME);
        NodeClaims claims = NodeClaims.of(SHOP, List.of(other, pod), List.of(held));
        assertThat(claims.holders()).isEqualTo(Map.of("web-0", pod));
        assertThat(claims.problems()).singleElement().asString().contains("another", "pod web-0 has");
    }

    @Test
    void namesOfAnotherHostAndNoNamesAreRefused() {
        NodeClaims claims =
                NodeClaims.of(SHOP, List.of(pod("a", "1", "web-0@other.prod"), pod("b", "2", "Nonsense")), List.of());
        assertThat(claims.holders()).isEmpty();
        assertThat(claims.problems()).hasSize(2);
    }

    @Test
    void theEndOfAnEarlierLifeSaysNothingAboutTheLaterOne() {
        assertThat(UP.up(NAME, 8).down(NAME, 7).creation(NAME)).contains(8L);
        assertThat(UP.down(NAME, 7).creation(NAME)).isEmpty();
        LinkReport report = new LinkReport(Set.of("web-1@shop.prod"), Map.of());
        assertThat(UP.linked(NAME, report).up(NAME, 8).links()).isEmpty();
        assertThat(NOTHING_UP.linked(NAME, report).links()).isEmpty();
    }

    private static ErlangNode created(Pod pod, Optional<PodReport> report) {
        List<NodeChange> changes =
                NodePlan.decide(SHOP, NodeClaims.of(SHOP, List.of(pod), List.of()), List.of(), uid -> report, NOON);
        return ((NodeChange.Create) changes.getFirst()).desired();
    }

    private static ErlangNodeStatus status(ErlangNode current, Pod pod, Optional<PodReport> report) {
        List<NodeChange> changes = plan(List.of(pod), List.of(current), report);
        return changes.isEmpty()
                ? current.getStatus()
                : ((NodeChange.ReplaceStatus) changes.getFirst()).desired().getStatus();
    }

    private static List<NodeChange> plan(List<Pod> pods, List<ErlangNode> nodes, Optional<PodReport> report) {
        return NodePlan.decide(SHOP, NodeClaims.of(SHOP, pods, nodes), nodes, uid -> report, LATER);
    }

    private static Pod pod(String name, String uid, String nodeName) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withUid(uid)
                .addToLabels("app", "web")
                .addToAnnotations(Annotations.NODE_NAME, nodeName)
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.0.0.1")
                .endStatus()
                .build();
    }
}
