package io.erlangcluster.operator.cluster;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Mixing;
import io.erlangcluster.api.Peer;
import io.erlangcluster.api.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * What makes an ErlangCluster unusable: the rules of the CRD, for API servers that do not evaluate CEL, and those that
 * CEL cannot see.
 */
final class SpecRules {

    private static final int MAX_LABEL = 63;

    private SpecRules() {}

    /** What is wrong with {@code cluster}, each with what the user can do; empty if nothing is. */
    static List<String> brokenBy(ErlangCluster cluster) {
        List<String> broken = new ArrayList<>();
        String name = cluster.getMetadata().getName();
        String namespace = cluster.getMetadata().getNamespace();
        ErlangClusterSpec spec = cluster.getSpec();
        if (name.indexOf('.') >= 0 || name.length() > MAX_LABEL) {
            broken.add("metadata.name must have no dot and at most 63 characters: it is half of the nodes' host name;"
                    + " make the cluster again under another name");
        }
        if (spec.selector().matchLabels().isEmpty()
                && spec.selector().matchExpressions().isEmpty()) {
            broken.add("spec.selector is empty and would match every pod of the namespace: name a label");
        }
        spec.selector().matchExpressions().stream()
                .filter(SpecRules::isHalf)
                .forEach(expression -> broken.add("spec.selector.matchExpressions: " + expression.operator() + " of "
                        + expression.key() + " has " + expression.values().size() + " values: In and NotIn need some,"
                        + " Exists and DoesNotExist none"));
        if (spec.mixing().policy() == Mixing.Policy.SAME_LABEL && spec.mixing().label() == null) {
            broken.add("spec.mixing.policy SameLabel needs spec.mixing.label, for example pod-template-hash");
        }
        if (spec.peers().stream()
                .anyMatch(peer -> peer.name().equals(name) && peer.namespace().equals(namespace))) {
            broken.add("spec.peers names this cluster itself: remove it");
        }
        if (spec.peers().stream()
                .anyMatch(peer -> peer.name().equals(Peer.ANY) && peer.direction() != Peer.Direction.INBOUND)) {
            broken.add("spec.peers: * stands for every ErlangCluster of the namespace and can only be Inbound:"
                    + " name the clusters that this one calls");
        }
        if (!spec.peers().isEmpty() && spec.nodeNames() == NodeNames.EXISTING) {
            broken.add("spec.peers needs spec.nodeNames Slot: peers find a node by the cluster in its name; make"
                    + " another ErlangCluster, or remove spec.peers");
        }
        return broken;
    }

    private static boolean isHalf(Selector.Expression expression) {
        return switch (expression.operator()) {
            case IN, NOT_IN -> expression.values().isEmpty();
            case EXISTS, DOES_NOT_EXIST -> !expression.values().isEmpty();
        };
    }
}
