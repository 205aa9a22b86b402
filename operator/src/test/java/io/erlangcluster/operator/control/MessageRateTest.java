package io.erlangcluster.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MessageRateTest {

    private static final long MILLI = 1_000_000;

    /** Near the end of the numbers, because nanoTime may be anywhere. */
    private static final long START = Long.MAX_VALUE - 5 * MILLI;

    private final MessageRate rate = new MessageRate(10, Duration.ofMillis(1), START);

    @Test
    void aBurstIsAdmittedAndOneMoreIsNot() {
        assertThat(IntStream.range(0, 10).allMatch(i -> rate.admit(START))).isTrue();
        assertThat(rate.admit(START)).isFalse();
    }

    @Test
    void theSteadyRateIsAdmittedForEverAndTwiceThatIsNot() {
        assertThat(IntStream.range(0, 1000).allMatch(i -> rate.admit(START + i * MILLI)))
                .isTrue();
        assertThat(IntStream.range(2000, 2100).allMatch(i -> rate.admit(START + i * MILLI / 2)))
                .isFalse();
    }
}
