package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangNodeStatus.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClusterEventsTest {

    private static final Happenings NOBODY = moment(Seen.of());

    @Test
    void nodesThatComeTogetherAreOneEvent() {
        Happenings two = moment(Seen.of(Seen.node("a", Phase.UP), Seen.node("b", Phase.UP)));
        assertThat(two.since(NOBODY)).containsExactly(new Happening(false, "NodeUp", "a, b Up"));
        assertThat(two.since(two)).isEmpty();
    }

    @Test
    void aNodeThatEndsIsAWarningAndOneThatWasDeletedIsNot() {
        Happenings up = moment(Seen.of(Seen.node("a", Phase.UP)));
        assertThat(moment(Seen.of(Seen.node("a", Phase.DOWN))).since(up))
                .singleElement()
                .matches(Happening::warning)
                .extracting(Happening::reason)
                .isEqualTo("NodeDown");
        assertThat(moment(Seen.of(Seen.node("a", Phase.LEAVING))).since(up))
                .containsExactly(new Happening(false, "NodeLeaving", "a leaving"));
    }

    @Test
    void theMeshIsToldWhenItTurnsNotWhenItsMessageChanges() {
        Seen three = Seen.of(Seen.node("a", Phase.UP), Seen.node("b", Phase.UP), Seen.node("c", Phase.UP));
        Happenings complete =
                moment(three.linked("a", "b", "c").linked("b", "a", "c").linked("c", "a", "b"));
        Happenings one = moment(three.linked("a", "b").linked("b", "a", "c").linked("c", "b"));
        Happenings none = moment(three.linked("a").linked("b").linked("c"));
        assertThat(one.since(complete)).containsExactly(new Happening(true, "MeshIncomplete", "not connected: a - c"));
        assertThat(none.since(one)).isEmpty();
        assertThat(complete.since(none)).extracting(Happening::reason).containsExactly("MeshComplete");
    }

    @Test
    void aCookieThatIsGoneIsToldOnce() {
        Happenings gone = moment(Seen.of().cookie(new CookieState.Unusable("mine", "SecretMissing", "create it")));
        assertThat(gone.since(NOBODY)).containsExactly(new Happening(true, "SecretMissing", "create it"));
        assertThat(gone.since(gone)).isEmpty();
    }

    @Test
    void theBudgetAllowsABurstAndThenSlowsDown() {
        EventBudget budget = new EventBudget(0);
        long now = 0;
        for (int i = 0; i < EventBudget.BURST; i++) {
            assertThat(budget.claim(now)).isZero();
            assertThat(budget.claim(now)).as("told together").isEqualTo(EventBudget.GAP);
            now += EventBudget.GAP.toNanos();
        }
        Duration wait = budget.claim(now);
        assertThat(wait).isPositive().isLessThanOrEqualTo(EventBudget.REFILL);
        assertThat(budget.claim(now + wait.toNanos())).isZero();
    }

    private static Happenings moment(Seen seen) {
        return Happenings.of(seen.observation(), seen.status());
    }
}
