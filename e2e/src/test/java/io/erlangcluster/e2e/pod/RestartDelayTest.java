package io.erlangcluster.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RestartDelayTest {

    @Test
    void doublesFromHalfASecondToTen() {
        RestartDelay delay = RestartDelay.FIRST;
        assertThat(delay.next()).isEqualTo(Duration.ofMillis(500));
        assertThat(delay.doubled().next()).isEqualTo(Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            delay = delay.doubled();
        }
        assertThat(delay.next()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void beginsAnewAfterTenSecondsOfRunning() {
        RestartDelay worn = RestartDelay.FIRST.doubled().doubled();
        assertThat(worn.after(Duration.ofSeconds(9))).isEqualTo(worn);
        assertThat(worn.after(Duration.ofSeconds(10))).isEqualTo(RestartDelay.FIRST);
    }
}
