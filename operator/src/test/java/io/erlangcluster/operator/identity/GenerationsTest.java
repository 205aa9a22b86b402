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
        assertThat(promoted.current()).isEqualTo(announced.next().orElseThrow().authority());
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

    @Test
    void anIssuerOfSomebodyElseIsAnnouncedHoweverOldItsCertificate() {
        KeyAndCertificate theirs = Issuer.authority(clock.instant(), CA_LIFE);
        clock.pass(Duration.ofDays(20));
        Generations announced = young.following(theirs, clock.instant(), ANNOUNCEMENT);
        assertThat(announced.current()).isEqualTo(old);
        assertThat(announced.trusted()).containsExactly(old.certificate(), theirs.certificate());

        clock.pass(Duration.ofHours(23));
        assertThat(announced.following(theirs, clock.instant(), ANNOUNCEMENT)).isEqualTo(announced);

        clock.pass(Duration.ofHours(1));
        Generations promoted = announced.following(theirs, clock.instant(), ANNOUNCEMENT);
        assertThat(promoted.current()).isEqualTo(theirs);
        assertThat(promoted.trusted()).containsExactly(theirs.certificate(), old.certificate());
        assertThat(promoted.following(theirs, clock.instant(), ANNOUNCEMENT)).isEqualTo(promoted);
    }

    @Test
    void whatItsOwnerTakesBackBeforeItSignedIsForgotten() {
        KeyAndCertificate mistaken = Issuer.authority(clock.instant(), CA_LIFE);
        Generations announced = young.following(mistaken, clock.instant(), ANNOUNCEMENT);
        assertThat(announced.following(old, clock.instant(), ANNOUNCEMENT)).isEqualTo(young);
        KeyAndCertificate other = Issuer.authority(clock.instant(), CA_LIFE);
        assertThat(announced.following(other, clock.instant(), ANNOUNCEMENT).trusted())
                .containsExactly(old.certificate(), other.certificate());
    }

    private Generations later(Generations before) {
        return before.at(clock.instant(), ANNOUNCEMENT, () -> Issuer.authority(clock.instant(), CA_LIFE));
    }
}
