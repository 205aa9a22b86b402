package io.erlangcluster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void theSpreadOfAnEvenNumberOfRoundsHasTheMiddleOfTheTwoInTheMiddle() {
        assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2.5, 1, 4));
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
    }

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(Table.of("a", "long").with("wider", "b").lines())
                .containsExactly("| a     | long |", "| ----- | ---- |", "| wider | b    |");
    }

    @Test
    void optionsAreReadAndWrongOnesNamed() {
        Options options = Options.parse(List.of("epmd", "--json", "--rounds", "2", "--sizes", "1,20"), Set.of("epmd"));
        assertThat(options).isEqualTo(new Options("epmd", 2, Duration.ofSeconds(3), List.of(1, 20), true));
        assertThatThrownBy(() -> Options.parse(List.of("epmd", "--rounds", "none"), Set.of("epmd")))
                .hasMessage("--rounds needs a number above 0");
        assertThatThrownBy(() -> Options.parse(List.of("coffee"), Set.of("epmd")))
                .hasMessageContaining("[epmd]");
    }

    @Test
    void aLoadCountsWhatFailedApart() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        Load.Outcome outcome = new Load(1, Duration.ofMillis(20)).run(client -> () -> asked.incrementAndGet() % 2 == 0);
        assertThat(outcome.answered()).isEqualTo(asked.get() / 2);
        assertThat(outcome.failures()).isEqualTo(asked.get() - asked.get() / 2);
    }
}
