package io.erlangcluster.operator.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ChangesTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");

    private final Changes changes = new Changes();

    @Test
    void aStormOfOneNodeIsOneNameToLookAt() {
        for (int i = 0; i < 10_000; i++) {
            changes.add(SHOP, List.of("web-0", "web-1"));
        }
        assertThat(changes.take(SHOP)).contains(Set.of("web-0", "web-1"));
        assertThat(changes.take(SHOP)).contains(Set.of());
    }

    @Test
    void everythingHoldsWhateverIsAddedToIt() {
        changes.add(SHOP, List.of("web-0"));
        changes.addAll(SHOP);
        changes.add(SHOP, List.of("web-1"));
        assertThat(changes.take(SHOP)).isEmpty();
        assertThat(changes.take(SHOP)).contains(Set.of());
    }

    @Test
    void clustersAreApart() {
        changes.addAll(new ResourceID("other", "prod"));
        changes.add(SHOP, List.of("web-0"));
        assertThat(changes.take(SHOP)).contains(Set.of("web-0"));
    }
}
