package io.erlangcluster.operator.node;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Selector;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.Map;

/** The ErlangCluster {@code shop} of namespace {@code prod} and its pods. */
final class Shop {

    static final String SERVICE_LABEL = ErlangClusterSpec.DEFAULT_SERVICE_LABEL;

    private Shop() {}

    static ErlangCluster cluster(NodeNames names) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(new ObjectMetaBuilder()
                .withName("shop")
                .withNamespace("prod")
                .withUid("shop-uid")
                .build());
        cluster.setSpec(new ErlangClusterSpec(new Selector(Map.of(), null), null, names, null, null, null));
        return cluster;
    }

    /** A running pod that was given {@code nodeName}. */
    static Pod pod(String name, String uid, String nodeName) {
        return new PodBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("prod")
                .withUid(uid)
                .addToLabels("app", "web")
                .addToAnnotations(Annotations.NODE_NAME, nodeName)
                .endMetadata()
                .withNewStatus()
                .withPodIP("10.0.0.1")
                .endStatus()
                .build();
    }

    /** A pod of a ReplicaSet as admission sees it: without name and uid. */
    static Pod unborn(String service) {
        return new PodBuilder()
                .withNewMetadata()
                .withGenerateName(service + "-7d9f8-")
                .withNamespace("prod")
                .addToLabels(SERVICE_LABEL, service)
                .addNewOwnerReference()
                .withApiVersion("apps/v1")
                .withKind("ReplicaSet")
                .withName(service + "-7d9f8")
                .withUid("rs-uid")
                .endOwnerReference()
                .endMetadata()
                .build();
    }

    /** A pod of a StatefulSet as admission sees it. */
    static Pod unbornOfStatefulSet(String service, int ordinal) {
        return new PodBuilder(unborn(service))
                .editMetadata()
                .withGenerateName(null)
                .withName(service + "-" + ordinal)
                .editFirstOwnerReference()
                .withKind("StatefulSet")
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
