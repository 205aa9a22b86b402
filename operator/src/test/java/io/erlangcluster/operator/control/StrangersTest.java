package io.erlangcluster.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StrangersTest {

    @Test
    void oneTooManyIsSentAwayUntilAnotherIsKnownOrGone() {
        Strangers strangers = new Strangers(2);
        assertThat(strangers.enter("a")).isTrue();
        assertThat(strangers.enter("b")).isTrue();
        assertThat(strangers.enter("c")).isFalse();
        strangers.leave("c");
        assertThat(strangers.enter("c")).isFalse();
        strangers.leave("a");
        strangers.leave("a");
        assertThat(strangers.enter("c")).isTrue();
        assertThat(strangers.enter("d")).isFalse();
    }
}
