package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RollCallTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");
    private static final ResourceID BILLING = new ResourceID("billing", "money");

    private int complete;
    private final RollCall roll = new RollCall(() -> complete++);

    @Test
    void isCompleteWhenTheLastClusterWasHeardOf() {
        roll.heard(SHOP);
        roll.call(Stream.of(SHOP, BILLING));
        assertThat(complete).isZero();

        roll.heard(SHOP);
        assertThat(complete).isZero();
        roll.heard(BILLING);
        assertThat(complete).isEqualTo(1);

        roll.heard(BILLING);
        assertThat(complete).isEqualTo(1);
    }

    @Test
    void isCompleteAtOnceWhenAllWereHeardOfBefore() {
        roll.heard(SHOP);
        roll.heard(BILLING);
        assertThat(complete).isZero();
        roll.call(Stream.of(SHOP));
        assertThat(complete).isEqualTo(1);
    }

    @Test
    void isCompleteWhereThereIsNoCluster() {
        roll.call(Stream.of());
        assertThat(complete).isEqualTo(1);
    }
}
