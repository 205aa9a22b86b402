package io.erlangcluster.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FindingsTest {

    private static final Findings ALL =
            Findings.NONE.meshed(4, 6, 1.234).withRecovered().withScaled().withLeft();

    @Test
    void isOneLineOfJson() {
        assertThat(ALL.toJson())
                .isEqualTo("{\"nodes\":4,\"links\":6,\"secondsToMesh\":1.23,"
                        + "\"recovered\":true,\"scaled\":true,\"left\":true}");
    }

    @Test
    void isCompleteOnlyWithEveryLinkAndEveryStep() {
        assertThat(ALL.complete()).isTrue();
        assertThat(ALL.meshed(4, 5, 1).complete()).isFalse();
        assertThat(Findings.NONE.meshed(4, 6, 1).withRecovered().withScaled().complete())
                .isFalse();
        assertThat(Findings.NONE.withRecovered().withScaled().withLeft().complete())
                .isFalse();
    }
}
