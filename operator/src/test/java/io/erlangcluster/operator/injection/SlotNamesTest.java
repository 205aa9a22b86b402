package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SlotNamesTest {

    private final ErlangCluster shop = ShopPods.context().cluster();

    @Test
    void theServiceLabelAndTheSlotMakeTheName() {
        assertThat(SlotNames.nodeName(shop, Map.of("app.kubernetes.io/name", "web"), 2))
                .hasToString("web-2@shop.prod");
    }

    @Test
    void aPodWithoutTheLabelTakesTheClustersName() {
        assertThat(SlotNames.nodeName(shop, Map.of(), 0)).hasToString("shop-0@shop.prod");
    }

    @Test
    void whatAnObjectNameMayNotHoldIsReplaced() {
        assertThat(SlotNames.nodeName(shop, Map.of("app.kubernetes.io/name", "Web_API.v2"), 0))
                .hasToString("web-api-v2-0@shop.prod");
    }

    @Test
    void theOrdinalIsTheNumberAtTheEnd() {
        assertThat(SlotNames.ordinal("web-12")).contains(12);
        assertThat(SlotNames.ordinal("web")).isEmpty();
        assertThat(SlotNames.ordinal("web-7f9c")).isEmpty();
        assertThat(SlotNames.ordinal("web-01")).isEmpty();
    }
}
