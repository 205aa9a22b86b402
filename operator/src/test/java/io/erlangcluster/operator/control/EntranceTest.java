package io.erlangcluster.operator.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class EntranceTest {

    private final AtomicBoolean ready = new AtomicBoolean(true);
    private final List<Boolean> door = new ArrayList<>();
    private final Entrance entrance = new Entrance(2, ready::get, door::add);

    @Test
    void nobodyEntersBeforeItIsReady() {
        ready.set(false);
        entrance.look();
        assertThat(door).isEmpty();
        ready.set(true);
        entrance.look();
        assertThat(door).containsExactly(true);
    }

    @Test
    void whenItIsFullTheDoorIsShutUntilOneIsKnownOrGone() {
        entrance.look();
        entrance.enter("a");
        assertThat(door).containsExactly(true);
        entrance.enter("b");
        // Who was accepted together with b.
        entrance.enter("c");
        assertThat(door).containsExactly(true, false);
        entrance.leave("a");
        entrance.leave("a");
        assertThat(door).as("still full").containsExactly(true, false);
        entrance.leave("b");
        assertThat(door).containsExactly(true, false, true);
    }
}
