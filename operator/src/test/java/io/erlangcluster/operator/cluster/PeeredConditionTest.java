package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Condition;
import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PeeredConditionTest {

    @Test
    void withoutPeersThereIsNone() {
        assertThat(condition(cluster("shop", "prod", "[]", "Mutual"))).isEmpty();
    }

    @Test
    void whoAgreeArePeered() {
        assertThat(text(
                        cluster("shop", "prod", "[{name: billing, namespace: money, direction: Outbound}]", "Mutual"),
                        cluster("billing", "money", "[{name: '*', namespace: prod, direction: Inbound}]", "Mutual")))
                .isEqualTo("True Agreed all peers agree");
        assertThat(text(cluster("shop", "prod", "[{name: '*', namespace: money, direction: Inbound}]", "Mutual")))
                .startsWith("True");
    }

    @Test
    void whoIsMissingIsNamed() {
        assertThat(text(cluster("shop", "prod", "[{name: billing, namespace: money}]", "Mutual")))
                .startsWith("False NotAgreed billing.money does not exist")
                .endsWith("take it out of spec.peers");
    }

    @Test
    void whoDoesNotListUsBackIsToldWhatToAdd() {
        ErlangCluster shop =
                cluster("shop", "prod", "[{name: billing, namespace: money, direction: Outbound}]", "Mutual");
        assertThat(text(shop, cluster("billing", "money", "[]", "Mutual")))
                .isEqualTo("False NotAgreed billing.money lets nobody of this cluster in: add shop of namespace prod to"
                        + " its spec.peers, Inbound or Both");
    }

    @Test
    void whoWantsBothAndGetsOneIsToldWhatIsEnough() {
        ErlangCluster shop = cluster("shop", "prod", "[{name: billing, namespace: money}]", "Mutual");
        assertThat(text(
                        shop,
                        cluster("billing", "money", "[{name: shop, namespace: prod, direction: Inbound}]", "Mutual")))
                .isEqualTo("False NotAgreed billing.money does not call this cluster: add shop of namespace prod to its"
                        + " spec.peers, Outbound or Both, or say Outbound here if that is all you want");
    }

    @Test
    void plainTunnelsOfEitherAreNamed() {
        ErlangCluster billing = cluster("billing", "money", "[{name: shop, namespace: prod}]", "Disabled");
        assertThat(text(cluster("shop", "prod", "[{name: billing, namespace: money}]", "Mutual"), billing))
                .startsWith("False NotAgreed billing.money has spec.tls Disabled");
        assertThat(text(billing)).startsWith("False NotAgreed this cluster has spec.tls Disabled");
    }

    @Test
    void rulesThatAnApiServerWithoutCelDoesNotKnow() {
        assertThat(SpecRules.brokenBy(cluster("shop", "prod", "[{name: shop, namespace: prod}]", "Mutual")))
                .singleElement()
                .asString()
                .contains("names this cluster itself");
        assertThat(SpecRules.brokenBy(cluster("shop", "prod", "[{name: '*', namespace: money}]", "Mutual")))
                .singleElement()
                .asString()
                .contains("can only be Inbound");
        assertThat(SpecRules.brokenBy(cluster("shop", "prod", "[{name: shop, namespace: test}]", "Mutual")))
                .isEmpty();
        ErlangCluster existing = Serialization.unmarshal(
                yaml("shop", "prod", "[{name: billing, namespace: money}]", "Mutual") + "  nodeNames: Existing\n",
                ErlangCluster.class);
        assertThat(SpecRules.brokenBy(existing)).singleElement().asString().contains("nodeNames Slot");
    }

    private static String text(ErlangCluster cluster, ErlangCluster... neighbours) {
        Condition condition = condition(cluster, neighbours).orElseThrow();
        return condition.status() + " " + condition.reason() + " " + condition.message();
    }

    private static Optional<Condition> condition(ErlangCluster cluster, ErlangCluster... neighbours) {
        Observation seen = Seen.of(cluster).observation();
        return PeeredCondition.of(new Observation(
                cluster,
                List.of(neighbours),
                seen.nodes(),
                seen.claims(),
                seen.links(),
                seen.outsiders(),
                seen.cookie(),
                seen.now()));
    }

    static ErlangCluster cluster(String name, String namespace, String peers, String tls) {
        return Serialization.unmarshal(yaml(name, namespace, peers, tls), ErlangCluster.class);
    }

    private static String yaml(String name, String namespace, String peers, String tls) {
        return """
                apiVersion: erlangcluster.io/v1alpha1
                kind: ErlangCluster
                metadata: {name: %s, namespace: %s}
                spec:
                  selector: {matchLabels: {app: %s}}
                  tls: %s
                  peers: %s
                """.formatted(name, namespace, name, tls, peers);
    }
}
