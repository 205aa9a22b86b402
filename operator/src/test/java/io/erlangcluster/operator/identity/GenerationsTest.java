package io.erlangcluster.operator.identity;

import static io.erlangcluster.operator.identity.TestSettings.CA_LIFE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GenerationsTest {

    private static final Duration ANNOUNCEMENT = Duration.ofDays(1);

    private final TestClock clock = new TestClock();
    private final KeyAndCertificate old = Issuer.authority(clock.instant(), CA_LIFE);
    private final Generations young = Generations.first(old);

    @Test
    void nothingChangesForTwoThirdsOfALife() {
        clock.pass(Duration.ofDays(59));
        assertThat(later(young)).isEqualTo(young);
    }

    @Test
    void aSuccessorIsTrustedBeforeItSigns() {
        clock.pass(Duration.ofDays(60));
        Generations announced = later(young);
        assertThat(announced.current()).isEqualTo(old);
        assertThat(announced.trusted()).hasSize(2).contains(old.certificate());

        clock.pass(Duration.ofHours(23));
        assertThat(later(announced)).isEqualTo(announced);

        clock.pass(Duration.ofHours(1));
        Generations promoted = later(announced);
        assertThat(promoted.current()).isEqualTo(announced.next().orElseThrow());
        assertThat(promoted.next()).isEmpty();
        assertThat(promoted.trusted()).containsExactlyInAnyOrderElementsOf(announced.trusted());
        assertThat(later(promoted)).isEqualTo(promoted);
    }

    @Test
    void aPredecessorIsTrustedAsLongAsWhatItSignedCanLive() {
        clock.pass(Duration.ofDays(60));
        Generations announced = later(young);
        clock.pass(ANNOUNCEMENT);
        Generations promoted = later(announced);
        clock.pass(Duration.ofDays(28));
        assertThat(later(promoted).trusted()).contains(old.certificate());
        clock.pass(Duration.ofDays(1));
        assertThat(later(promoted).trusted()).containsExactly(promoted.current().certificate());
    }

    @Test
    void anOperatorThatWasAwayForLongDoesNotWaitWithADeadAuthority() {
        clock.pass(CA_LIFE.plusDays(1));
        Generations announced = later(young);
        Generations promoted = later(announced);
        assertThat(promoted.current()).isNotEqualTo(old);
        assertThat(promoted.current().until()).isAfter(clock.instant());
    }

    private Generations later(Generations before) {
        return before.at(clock.instant(), ANNOUNCEMENT, () -> Issuer.authority(clock.instant(), CA_LIFE));
    }
}
