package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Mixing;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemberPolicyTest {

    private static final String OPEN = """
            podSelector: {matchLabels: {app: shop}}
            policyTypes: [Ingress]
            ingress:
            - from: [{podSelector: {matchLabels: {app: shop}}}]
              ports: [{protocol: TCP, port: 4370}]
            - ports:
              - {protocol: TCP, port: 1, endPort: 4368}
              - {protocol: TCP, port: 4371, endPort: 65535}
              - {protocol: UDP, port: 1, endPort: 65535}
            """;

    private static final String CLOSED = """
            podSelector: {matchLabels: {app: shop}}
            policyTypes: [Ingress]
            ingress:
            - from: [{podSelector: {matchLabels: {app: shop}}}]
              ports: [{protocol: TCP, port: 4370}]
            """;

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    @Test
    void otherPortsStayAsOpenAsTheyWere() {
        assertThat(spec(List.of())).isEqualTo(parsed(OPEN));
    }

    @Test
    void whereTheUserClosesAllPodsNothingButTheTunnelIsOpened() {
        assertThat(spec(List.of(policy("deny", Map.of())))).isEqualTo(parsed(CLOSED));
        assertThat(spec(List.of(policy("deny-shop", Map.of("app", "shop"))))).isEqualTo(parsed(CLOSED));
    }

    @Test
    void policiesOfOtherPodsAndForEgressDoNotCount() {
        NetworkPolicy egress = policy("egress", Map.of())
                .edit()
                .editSpec()
                .withPolicyTypes("Egress")
                .endSpec()
                .build();
        assertThat(spec(List.of(egress, policy("other", Map.of("app", "db"))))).isEqualTo(parsed(OPEN));
        assertThat(spec(List.of(policy("shop-erlang", Map.of())))).as("our own").isEqualTo(parsed(OPEN));
    }

    @Test
    void whereTheUserClosesSomeThereIsNone() {
        var web = Seen.pod("web")
                .edit()
                .editMetadata()
                .addToLabels("tier", "web")
                .endMetadata()
                .build();
        assertThat(MemberPolicy.of(
                        Seen.cluster(),
                        List.of(),
                        List.of(web, Seen.pod("db")),
                        List.of(policy("web", Map.of("tier", "web")))))
                .isEmpty();
    }

    @Test
    void podsOfPeersThatMayCallReachTheTunnel() {
        var shop = PeeredConditionTest.cluster(
                "shop",
                "prod",
                "[{name: billing, namespace: money}, {name: gone, namespace: money},"
                        + " {name: bank, namespace: money, direction: Outbound},"
                        + " {name: '*', namespace: audit, direction: Inbound}]",
                "Mutual");
        var neighbours = List.of(
                PeeredConditionTest.cluster("billing", "money", "[]", "Mutual"),
                PeeredConditionTest.cluster("bank", "money", "[]", "Mutual"),
                PeeredConditionTest.cluster("any", "audit", "[]", "Mutual"));
        assertThat(MemberPolicy.of(shop, neighbours, List.of(Seen.pod("a")), List.of(policy("deny", Map.of())))
                        .orElseThrow()
                        .getSpec())
                .isEqualTo(parsed(CLOSED + """
                        - from:
                          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: money}}
                            podSelector: {matchLabels: {app: billing}}
                          - namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: audit}}
                          ports: [{protocol: TCP, port: 4370}]
                        """));
    }

    @Test
    void aBrokenSpecMakesNoPolicy() {
        assertThat(MemberPolicy.of(
                        Seen.cluster(new Mixing(Mixing.Policy.SAME_LABEL, null)), List.of(), List.of(), List.of()))
                .isEmpty();
    }

    private Object spec(List<NetworkPolicy> others) {
        return MemberPolicy.of(Seen.cluster(), List.of(), List.of(Seen.pod("a"), Seen.pod("b")), others)
                .orElseThrow()
                .getSpec();
    }

    private Object parsed(String spec) {
        return yaml.unmarshal(
                        "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nspec:\n" + spec.indent(2),
                        NetworkPolicy.class)
                .getSpec();
    }

    private static NetworkPolicy policy(String name, Map<String, String> labels) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName(name)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .withMatchLabels(labels)
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build();
    }
}
