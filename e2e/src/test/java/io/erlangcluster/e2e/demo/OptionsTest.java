package io.erlangcluster.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {

    @Test
    void threePodsUnlessToldOtherwise() {
        assertThat(Options.parse(List.of())).isEqualTo(new Options(false, 3, false));
    }

    @Test
    void takesAllOptionsInAnyOrder() {
        assertThat(Options.parse(List.of("--pods", "12", "--keep", "--check"))).isEqualTo(new Options(true, 12, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--pods", "--pods x", "--pods 1", "--pods 201", "--chek"})
    void refusesWhatItDoesNotKnow(String line) {
        assertThatThrownBy(() -> Options.parse(List.of(line.split(" ", -1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
