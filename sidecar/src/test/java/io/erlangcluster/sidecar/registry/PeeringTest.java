package io.erlangcluster.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class PeeringTest {

    @Test
    void aServiceIsTheNameWithoutItsSlot() {
        Peering peering = new Peering(true, false, Set.of("api", "web-front"));
        assertThat(peering.lets("api-0")).isTrue();
        assertThat(peering.lets("api-17")).isTrue();
        assertThat(peering.lets("web-front-0")).isTrue();
        assertThat(peering.lets("api")).isTrue();
        assertThat(peering.lets("web-0")).isFalse();
        assertThat(peering.lets("api-")).isFalse();
        assertThat(peering.lets("api-x")).isFalse();
        assertThat(peering.lets("api-0-0")).isFalse();
        assertThat(peering.lets("")).isFalse();
    }

    @Test
    void noServicesMeansAllOfThemToWhoMayCome() {
        assertThat(new Peering(true, false, Set.of()).lets("web-0")).isTrue();
        assertThat(new Peering(false, true, Set.of()).lets("web-0")).isFalse();
        assertThat(new Peering(false, true, Set.of("web")).lets("web-0")).isFalse();
    }
}
