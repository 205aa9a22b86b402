package io.erlangcluster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final Map<String, Object> FIGURES = Map.of("tunnel", Map.of("throughput_ratio", 3.5));

    @Test
    void aFigureWithinItsBoundsIsNoFailure() {
        Report report = judged("/tunnel/throughput_ratio", "2..");

        assertThat(report.failure()).isEmpty();
        assertThat(report.table().lines()).anyMatch(line -> line.contains("3.50") && line.contains("at least 2.00"));
    }

    @Test
    void aFigureBeyondOneOfThemIsAFailure() {
        assertThat(judged("/tunnel/throughput_ratio", "..3").failure())
                .hasValueSatisfying(what -> assertThat(what).contains("/tunnel/throughput_ratio"));
        assertThat(judged("/tunnel/throughput_ratio", "4..5").failure()).isPresent();
    }

    @Test
    void aFigureThatWasNotMeasuredIsAFailure() {
        assertThat(judged("/tunnel/p50_ratio", "..").failure()).isPresent();
    }

    @Test
    void theFileHoldsReleasesToRatiosAndToNoFailures() throws Exception {
        assertThat(Guard.bounds())
                .isNotEmpty()
                .allMatch(bound -> bound.pointer().endsWith("_ratio") || bound.most() == 0);
    }

    @Test
    void whatIsNoBoundIsToldWithItsName() {
        assertThatThrownBy(() -> Bound.of("/a_ratio", "fast")).hasMessageContaining("/a_ratio: fast");
    }

    private Report judged(String pointer, String bound) {
        return Guard.judge(List.of(Bound.of(pointer, bound)), FIGURES);
    }
}
