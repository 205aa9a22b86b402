package io.erlangcluster.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CookieRingTest {

    private final CookieRing ring = new CookieRing("first");

    @Test
    void aNewCookieComesBehindTheOneTheVmHas() {
        ring.offer(List.of("second", "first"));
        assertThat(ring.candidates()).containsExactly("first", "second");
    }

    @Test
    void whatTheVmHasProvenIsTriedFirst() {
        ring.offer(List.of("second", "first"));
        ring.confirm("second");
        assertThat(ring.candidates()).containsExactly("second", "first");
        ring.offer(List.of("third", "second"));
        assertThat(ring.candidates()).containsExactly("second", "third", "first");
    }

    @Test
    void itForgetsTheOldestOfMany() {
        for (int i = 0; i < 10; i++) {
            ring.offer(List.of("cookie" + i));
        }
        assertThat(ring.candidates()).hasSize(CookieRing.MOST).startsWith("first", "cookie9");
    }

    @Test
    void anEmptyCookieIsNone() {
        ring.offer(List.of(""));
        assertThat(ring.candidates()).containsExactly("first");
    }

    @Test
    void itShowsNoneOfThem() {
        assertThat(ring).hasToString("1 cookies");
    }
}
