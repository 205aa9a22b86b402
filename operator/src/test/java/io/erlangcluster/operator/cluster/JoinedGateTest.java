package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus.Phase;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.operator.cluster.JoinedGate.Decision;
import io.erlangcluster.operator.cluster.JoinedGate.Verdict;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JoinedGateTest {

    private static final ErlangNode ELDER = Seen.node("a", Phase.UP, Seen.NOON.minusSeconds(100), Map.of());
    private static final ErlangNode NEW = Seen.node("b", Phase.UP, Seen.NOON.minusSeconds(10), Map.of());

    @Test
    void theFirstNeedNotWait() {
        assertThat(only(Seen.of(NEW).pods(Seen.pod("b"))))
                .extracting(Verdict::open, Verdict::reason)
                .containsExactly(true, "First");
    }

    @Test
    void aNodeWaitsForItsEldersAndIsLookedAtWhenItsTimeIsOver() {
        Decision decision = JoinedGate.decide(
                Seen.of(ELDER, NEW).pods(Seen.pod("b")).linked("b").observation());
        assertThat(decision.verdicts())
                .singleElement()
                .extracting(Verdict::open, Verdict::message)
                .containsExactly(false, "for links to the nodes that were Up: a");
        assertThat(decision.nextLook()).contains(Duration.ofSeconds(50));
    }

    @Test
    void aLinkedNodeIsReady() {
        assertThat(only(Seen.of(ELDER, NEW).pods(Seen.pod("b")).linked("b", "a").linked("a", "b")))
                .extracting(Verdict::open, Verdict::reason)
                .containsExactly(true, "Joined");
    }

    @Test
    void youngerAndGoneNodesAreNotWaitedFor() {
        ErlangNode younger = Seen.node("c", Phase.UP, Seen.NOON.minusSeconds(1), Map.of());
        ErlangNode gone = Seen.node("d", Phase.DOWN, Seen.NOON.minusSeconds(200), Map.of());
        assertThat(only(Seen.of(younger, gone, NEW).pods(Seen.pod("b")).linked("b")))
                .extracting(Verdict::reason)
                .isEqualTo("First");
    }

    @Test
    void nodesOfAnotherGroupAreNotWaitedFor() {
        Mixing mixing = new Mixing(Mixing.Policy.SAME_LABEL, "version");
        ErlangNode old = Seen.node("a", Phase.UP, Seen.NOON.minusSeconds(100), Map.of("version", "1"));
        ErlangNode next = Seen.node("b", Phase.UP, Seen.NOON.minusSeconds(10), Map.of("version", "2"));
        assertThat(only(Seen.of(Seen.cluster(mixing), old, next)
                        .pods(Seen.pod("b"))
                        .linked("b")))
                .extracting(Verdict::reason)
                .isEqualTo("First");
    }

    @Test
    void whenItsTimeIsOverTheGateOpensAndSaysWhatIsMissing() {
        assertThat(only(Seen.of(ELDER, NEW).pods(Seen.pod("b")).linked("b").at(Seen.NOON.plusSeconds(50))))
                .extracting(Verdict::open, Verdict::reason, Verdict::message)
                .containsExactly(
                        true,
                        "GraceElapsed",
                        "ready although not linked to a; see the condition MeshComplete of the ErlangCluster");
    }

    @Test
    void anOpenGateStaysOpen() {
        Pod joined = withCondition("True", "Joined", "");
        Decision decision = JoinedGate.decide(
                Seen.of(ELDER, NEW).pods(joined).linked("b").linked("a").observation());
        assertThat(decision.verdicts()).isEmpty();
        assertThat(decision.nextLook()).isEmpty();
    }

    @Test
    void whatIsWrittenIsNotWrittenAgain() {
        Pod told = withCondition("False", "Waiting", "for links to the nodes that were Up: a");
        Decision decision =
                JoinedGate.decide(Seen.of(ELDER, NEW).pods(told).linked("b").observation());
        assertThat(decision.verdicts()).isEmpty();
        assertThat(decision.nextLook()).isPresent();
    }

    @Test
    void podsWithoutTheGateAreLeftAlone() {
        Pod plain =
                Seen.pod("b").edit().editSpec().withReadinessGates().endSpec().build();
        assertThat(JoinedGate.decide(Seen.of(NEW).pods(plain).observation()).verdicts())
                .isEmpty();
    }

    private static Pod withCondition(String status, String reason, String message) {
        return Seen.pod("b")
                .edit()
                .editStatus()
                .withConditions(new PodConditionBuilder()
                        .withType("erlangcluster.io/joined")
                        .withStatus(status)
                        .withReason(reason)
                        .withMessage(message)
                        .build())
                .endStatus()
                .build();
    }

    private static Verdict only(Seen seen) {
        return JoinedGate.decide(seen.observation()).verdicts().getFirst();
    }
}
