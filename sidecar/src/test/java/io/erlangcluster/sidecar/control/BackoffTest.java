package io.erlangcluster.sidecar.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class BackoffTest {

    /** Always the longest pause that is allowed. */
    private static final RandomGenerator LONGEST = new RandomGenerator() {
        @Override
        public long nextLong() {
            return 0;
        }

        @Override
        public long nextLong(long bound) {
            return bound - 1;
        }
    };

    @Test
    void theLimitDoublesUpToTheMostAndStartsAnew() {
        Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(500), LONGEST);

        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(200));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(400));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(500));
        backoff.reset();
        assertThat(backoff.next()).isEqualTo(Duration.ofMillis(100));
    }

    @Test
    void pausesAreSpreadOverTheWholeRange() {
        Backoff backoff =
                new Backoff(Duration.ofSeconds(8), Duration.ofSeconds(8), RandomGenerator.of("L64X128MixRandom"));
        long shortOnes = 0;
        for (int i = 0; i < 1000; i++) {
            Duration pause = backoff.next();
            assertThat(pause).isBetween(Duration.ZERO, Duration.ofSeconds(8));
            shortOnes += pause.compareTo(Duration.ofSeconds(4)) < 0 ? 1 : 0;
        }
        assertThat(shortOnes).isBetween(350L, 650L);
    }
}
