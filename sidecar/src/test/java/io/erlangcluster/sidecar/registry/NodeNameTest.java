package io.erlangcluster.sidecar.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeNameTest {

    @Test
    void splitsAtTheAt() {
        NodeName name = NodeName.parse("web-0@shop.prod");
        assertThat(name.alive()).isEqualTo("web-0");
        assertThat(name.host()).isEqualTo("shop.prod");
        assertThat(name).hasToString("web-0@shop.prod");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "web-0", "@shop.prod", "web-0@"})
    void refusesAMissingPart(String bad) {
        assertThatIllegalArgumentException().isThrownBy(() -> NodeName.parse(bad));
    }

    @Test
    void ordersAsTheFullNamesDo() {
        assertThat(NodeName.parse("web-0@shop.prod"))
                .isLessThan(NodeName.parse("web-1@shop.prod"))
                .isGreaterThan(NodeName.parse("a@shop.prod"));
    }
}
