package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.Epmd;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NetworkPolicyMode;
import io.erlangcluster.api.Peer;
import io.erlangcluster.api.Selector;
import io.erlangcluster.operator.PodSelector;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRuleBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeerBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPortBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The NetworkPolicy of a cluster: only members, and pods of peers that may call, reach the tunnel port of members.
 * Policies only ever add permissions, and the first one that selects a pod closes all of its ports, so what is to be
 * said of the other ports depends on the user's own policies:
 *
 * <ul>
 *   <li>none of them selects a member: all ports but EPMD's and the tunnel's are opened to everybody, as they were;
 *   <li>they select every member: nothing is opened but the tunnel port to members;
 *   <li>they select some: no policy of ours would be right for both kinds of pods, so there is none.
 * </ul>
 */
final class MemberPolicy {

    private static final int EPMD = 4369;
    private static final int TUNNEL = 4370;
    private static final int LAST = 65535;

    private MemberPolicy() {}

    static String name(ErlangCluster cluster) {
        return cluster.getMetadata().getName() + "-erlang";
    }

    /**
     * What should be there, given the clusters that {@code spec.peers} names, the pods that the selector matches and
     * the namespace's {@code others}.
     */
    static Optional<NetworkPolicy> of(
            ErlangCluster cluster,
            Collection<ErlangCluster> neighbours,
            Collection<Pod> pods,
            Collection<NetworkPolicy> others) {
        if (cluster.getSpec().networkPolicy() == NetworkPolicyMode.NONE
                || !SpecRules.brokenBy(cluster).isEmpty()) {
            return Optional.empty();
        }
        List<NetworkPolicy> closing = others.stream()
                .filter(policy -> isIngress(policy)
                        && !name(cluster).equals(policy.getMetadata().getName()))
                .toList();
        long closed = pods.stream()
                .filter(pod -> closing.stream().anyMatch(policy -> selects(policy, pod)))
                .count();
        boolean closesAll =
                closing.stream().anyMatch(policy -> isEmpty(policy.getSpec().getPodSelector()));
        if (closesAll || (closed > 0 && closed == pods.size())) {
            return Optional.of(policy(cluster, rules(cluster, neighbours)));
        }
        if (closed > 0) {
            return Optional.empty();
        }
        List<NetworkPolicyIngressRule> open = new ArrayList<>(rules(cluster, neighbours));
        open.add(everybody());
        return Optional.of(policy(cluster, open));
    }

    private static NetworkPolicy policy(ErlangCluster cluster, List<NetworkPolicyIngressRule> rules) {
        return new NetworkPolicyBuilder()
                .withNewMetadata()
                .withNamespace(cluster.getMetadata().getNamespace())
                .withName(name(cluster))
                .addToLabels(CookieSecret.MANAGED_BY, CookieSecret.MANAGER)
                .withOwnerReferences(new OwnerReferenceBuilder()
                        .withApiVersion(cluster.getApiVersion())
                        .withKind(cluster.getKind())
                        .withName(cluster.getMetadata().getName())
                        .withUid(cluster.getMetadata().getUid())
                        .withController(true)
                        .build())
                .endMetadata()
                .withNewSpec()
                .withPodSelector(selector(cluster.getSpec().selector()))
                .withPolicyTypes("Ingress")
                .withIngress(rules)
                .endSpec()
                .build();
    }

    private static List<NetworkPolicyIngressRule> rules(ErlangCluster cluster, Collection<ErlangCluster> neighbours) {
        List<NetworkPolicyPeer> callers = cluster.getSpec().peers().stream()
                .filter(peer -> peer.direction().inbound())
                .flatMap(peer -> callers(peer, neighbours))
                .distinct()
                .toList();
        return callers.isEmpty()
                ? List.of(members(cluster))
                : List.of(
                        members(cluster),
                        new NetworkPolicyIngressRuleBuilder()
                                .withFrom(callers)
                                .withPorts(ports("TCP", TUNNEL, TUNNEL))
                                .build());
    }

    /** {@code *} is open to the whole namespace: which pods are whose, the tunnel itself can tell. */
    private static Stream<NetworkPolicyPeer> callers(Peer peer, Collection<ErlangCluster> neighbours) {
        NetworkPolicyPeer namespace = new NetworkPolicyPeerBuilder()
                .withNewNamespaceSelector()
                .addToMatchLabels("kubernetes.io/metadata.name", peer.namespace())
                .endNamespaceSelector()
                .build();
        return peer.name().equals(Peer.ANY)
                ? Stream.of(namespace)
                : neighbours.stream()
                        .filter(other -> Neighbours.isNamed(other, List.of(peer)))
                        .map(other -> namespace
                                .edit()
                                .withPodSelector(selector(other.getSpec().selector()))
                                .build());
    }

    private static NetworkPolicyIngressRule members(ErlangCluster cluster) {
        List<NetworkPolicyPort> ports = new ArrayList<>();
        if (cluster.getSpec().epmd().listen() == Epmd.Listen.NETWORK) {
            ports.add(ports("TCP", EPMD, EPMD));
        }
        ports.add(ports("TCP", TUNNEL, TUNNEL));
        return new NetworkPolicyIngressRuleBuilder()
                .addNewFrom()
                .withPodSelector(selector(cluster.getSpec().selector()))
                .endFrom()
                .withPorts(ports)
                .build();
    }

    /** Port ranges: KEP-2079, stable since Kubernetes 1.25. */
    private static NetworkPolicyIngressRule everybody() {
        return new NetworkPolicyIngressRuleBuilder()
                .withPorts(ports("TCP", 1, EPMD - 1), ports("TCP", TUNNEL + 1, LAST), ports("UDP", 1, LAST))
                .build();
    }

    private static NetworkPolicyPort ports(String protocol, int first, int last) {
        NetworkPolicyPortBuilder port =
                new NetworkPolicyPortBuilder().withProtocol(protocol).withPort(new IntOrString(first));
        return last == first ? port.build() : port.withEndPort(last).build();
    }

    private static LabelSelector selector(Selector selector) {
        return new LabelSelectorBuilder()
                .withMatchLabels(selector.matchLabels())
                .withMatchExpressions(selector.matchExpressions().stream()
                        .map(expression -> new LabelSelectorRequirement(
                                expression.key(), operator(expression.operator()), expression.values()))
                        .toList())
                .build();
    }

    private static String operator(Selector.Operator operator) {
        return switch (operator) {
            case IN -> "In";
            case NOT_IN -> "NotIn";
            case EXISTS -> "Exists";
            case DOES_NOT_EXIST -> "DoesNotExist";
        };
    }

    /** Without policyTypes a policy is one for ingress. */
    private static boolean isIngress(NetworkPolicy policy) {
        return policy.getSpec() != null
                && (policy.getSpec().getPolicyTypes().isEmpty()
                        || policy.getSpec().getPolicyTypes().contains("Ingress"));
    }

    private static boolean selects(NetworkPolicy policy, Pod pod) {
        LabelSelector selector = policy.getSpec().getPodSelector();
        if (isEmpty(selector)) {
            return true;
        }
        Selector ours = new Selector(
                selector.getMatchLabels(),
                selector.getMatchExpressions().stream()
                        .map(requirement -> new Selector.Expression(
                                requirement.getKey(), operator(requirement.getOperator()), requirement.getValues()))
                        .toList());
        return PodSelector.of(ours)
                .matches(Optional.ofNullable(pod.getMetadata().getLabels()).orElse(Map.of()));
    }

    private static Selector.Operator operator(String word) {
        return switch (word) {
            case "In" -> Selector.Operator.IN;
            case "NotIn" -> Selector.Operator.NOT_IN;
            case "Exists" -> Selector.Operator.EXISTS;
            default -> Selector.Operator.DOES_NOT_EXIST;
        };
    }

    private static boolean isEmpty(LabelSelector selector) {
        return selector == null
                || (selector.getMatchExpressions().isEmpty()
                        && (selector.getMatchLabels() == null
                                || selector.getMatchLabels().isEmpty()));
    }
}
