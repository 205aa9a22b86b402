package io.erlangcluster.operator.registry;

import static io.erlangcluster.api.Peer.Direction.BOTH;
import static io.erlangcluster.api.Peer.Direction.INBOUND;
import static io.erlangcluster.api.Peer.Direction.OUTBOUND;
import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Peer;
import io.erlangcluster.operator.registry.Peering.Services;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PeeringsTest {

    private static final ResourceID SHOP = new ResourceID("shop", "prod");
    private static final ResourceID BILLING = new ResourceID("billing", "money");
    private static final Optional<Services> ALL = Optional.of(new Services(true, Set.of()));
    private static final Optional<Services> NOTHING = Optional.empty();

    private final Peerings peerings = new Peerings();

    @Test
    void itTakesTwo() {
        peerings.list(SHOP, List.of(new Peer("billing", "money")));
        assertThat(peerings.of(SHOP)).isEmpty();
        assertThat(peerings.of(BILLING)).isEmpty();
        peerings.list(BILLING, List.of(new Peer("shop", "prod")));
        assertThat(peerings.of(SHOP)).isEqualTo(Map.of(BILLING, new Peering(ALL, ALL)));
        assertThat(peerings.of(BILLING)).isEqualTo(Map.of(SHOP, new Peering(ALL, ALL)));
    }

    @Test
    void aDirectionCountsOnlyWhereBothWantIt() {
        peerings.list(SHOP, List.of(new Peer("billing", "money", OUTBOUND, List.of())));
        peerings.list(BILLING, List.of(new Peer("shop", "prod", BOTH, List.of())));
        assertThat(peerings.of(SHOP)).isEqualTo(Map.of(BILLING, new Peering(NOTHING, ALL)));
        assertThat(peerings.of(BILLING)).isEqualTo(Map.of(SHOP, new Peering(ALL, NOTHING)));
        peerings.list(BILLING, List.of(new Peer("shop", "prod", OUTBOUND, List.of())));
        assertThat(peerings.of(SHOP)).isEmpty();
    }

    @Test
    void servicesAreThoseOfTheClusterThatIsReached() {
        peerings.list(SHOP, List.of(new Peer("billing", "money", OUTBOUND, List.of("ignored"))));
        peerings.list(BILLING, List.of(new Peer("shop", "prod", INBOUND, List.of("api"))));
        Services granted = between(SHOP, BILLING).outbound().orElseThrow();
        assertThat(granted.has("api")).isTrue();
        assertThat(granted.has("worker")).isFalse();
        assertThat(between(BILLING, SHOP).inbound()).contains(granted);
    }

    @Test
    void aStarIsEveryClusterOfTheNamespace() {
        peerings.list(SHOP, List.of(new Peer("*", "money", INBOUND, List.of("api"))));
        peerings.list(BILLING, List.of(new Peer("shop", "prod")));
        peerings.list(new ResourceID("ledger", "money"), List.of(new Peer("shop", "prod")));
        peerings.list(new ResourceID("ledger", "elsewhere"), List.of(new Peer("shop", "prod")));
        assertThat(peerings.of(SHOP)).containsOnlyKeys(BILLING, new ResourceID("ledger", "money"));
        assertThat(between(BILLING, SHOP).outbound().orElseThrow().has("api")).isTrue();
    }

    @Test
    void whoIsConcernedByAChangeIsTold() {
        assertThat(peerings.list(SHOP, List.of(new Peer("billing", "money")))).isEmpty();
        assertThat(peerings.list(BILLING, List.of(new Peer("shop", "prod"), new Peer("nobody", "prod"))))
                .containsExactlyInAnyOrder(SHOP, BILLING);
        assertThat(peerings.list(BILLING, List.of(new Peer("shop", "prod")))).isEmpty();
        assertThat(peerings.list(SHOP, List.of())).containsExactlyInAnyOrder(SHOP, BILLING);
        assertThat(peerings.of(BILLING)).isEmpty();
    }

    private Peering between(ResourceID here, ResourceID there) {
        return Optional.ofNullable(peerings.of(here).get(there)).orElse(Peering.NONE);
    }
}
