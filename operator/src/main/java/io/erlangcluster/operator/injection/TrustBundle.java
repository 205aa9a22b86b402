package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The CA's certificates as a ConfigMap in every namespace that has a cluster. Sidecars mount it, so the kubelet brings
 * a new CA to pods that run already. It is owned by the namespace's clusters, and goes with the last of them.
 */
final class TrustBundle {

    static final String CONFIG_MAP = "erlang-cluster-ca";
    static final String KEY = "ca.crt";
    static final String LABEL = "erlangcluster.io/trust-bundle";

    private TrustBundle() {}

    /** What should be, by namespace. */
    static Map<String, ConfigMap> wanted(Collection<ErlangCluster> clusters, String bundle) {
        return clusters.stream()
                .sorted(Comparator.comparing(cluster -> cluster.getMetadata().getName()))
                .collect(Collectors.groupingBy(
                        cluster -> cluster.getMetadata().getNamespace(),
                        TreeMap::new,
                        Collectors.collectingAndThen(Collectors.toList(), owners -> configMap(owners, bundle))));
    }

    /** True if {@code found} says the same as {@code wanted} in what is ours. */
    static boolean isSame(ConfigMap found, ConfigMap wanted) {
        return wanted.getMetadata().getNamespace().equals(found.getMetadata().getNamespace())
                && wanted.getMetadata().getName().equals(found.getMetadata().getName())
                && wanted.getData().equals(found.getData())
                && wanted.getMetadata().getLabels().equals(found.getMetadata().getLabels())
                && wanted.getMetadata()
                        .getOwnerReferences()
                        .equals(found.getMetadata().getOwnerReferences());
    }

    private static ConfigMap configMap(List<ErlangCluster> owners, String bundle) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace(owners.getFirst().getMetadata().getNamespace())
                .withName(CONFIG_MAP)
                .addToLabels("app.kubernetes.io/managed-by", "erlang-cluster-operator")
                .addToLabels(LABEL, "true")
                .withOwnerReferences(owners.stream().map(TrustBundle::reference).toList())
                .endMetadata()
                .addToData(KEY, bundle)
                .build();
    }

    private static OwnerReference reference(ErlangCluster owner) {
        return new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .build();
    }
}
