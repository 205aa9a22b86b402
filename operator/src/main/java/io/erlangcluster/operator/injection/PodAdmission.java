package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.operator.OperatorSettings;
import io.erlangcluster.operator.PodSelector;
import io.erlangcluster.operator.node.NamingRefused;
import io.erlangcluster.operator.node.NodeNaming;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Decides about one pod that is being created: leave it as it is, make it a node, or refuse it. */
@Singleton
class PodAdmission {

    private static final int CONTROL_PORT = 4371;

    private final KnownClusters clusters;
    private final NodeNaming naming;
    private final ServerVersion server;
    private final InjectionSettings settings;
    private final String operatorUrl;
    private final PodInjector injector = new PodInjector();

    PodAdmission(
            KnownClusters clusters,
            NodeNaming naming,
            ServerVersion server,
            InjectionSettings settings,
            OperatorSettings operator) {
        this.clusters = clusters;
        this.naming = naming;
        this.server = server;
        this.settings = settings;
        this.operatorUrl = settings.operatorUrl()
                .orElse("wss://" + operator.service() + "." + operator.namespace() + ":" + CONTROL_PORT);
    }

    /** What becomes of the pod. */
    sealed interface Decision {

        /** It is a node now. */
        record Injected(Pod pod) implements Decision {}

        /** It stays as it is; {@code why} is for whoever wonders. */
        record Untouched(String why) implements Decision {}
    }

    /**
     * May ask the API server, and so block.
     *
     * @param pod as it is about to be created in {@code namespace}
     * @param dryRun nothing is leased
     * @throws InjectionRefused if the pod cannot be a node as it is
     * @throws NamingRefused if there is no name for it
     */
    Decision decide(String namespace, String clusterName, Pod pod, boolean dryRun)
            throws InjectionRefused, NamingRefused {
        if ("false".equals(annotations(pod).get(Annotations.INJECT))) {
            return new Decision.Untouched("kept out by its annotation " + Annotations.INJECT);
        }
        Optional<ErlangCluster> cluster = clusters.find(namespace, clusterName);
        if (cluster.isEmpty()) {
            return new Decision.Untouched("ErlangCluster " + clusterName + " does not exist any more");
        }
        if (!PodSelector.matches(cluster.get(), pod)) {
            return new Decision.Untouched(
                    "the selector of ErlangCluster " + clusterName + " does not match it any more");
        }
        refuseOthers(cluster.get(), pod);
        SidecarTemplate sidecar = new SidecarTemplate(
                settings.sidecarImage(), operatorUrl, server.sidecarForm(), settings.sidecarMetrics());
        if (cluster.get().getSpec().nodeNames() == NodeNames.EXISTING) {
            return new Decision.Injected(
                    injector.inject(pod, new InjectionContext(cluster.get(), Optional.empty(), sidecar)));
        }
        // First under the name it will likely get: a pod that is refused must not take one every time it is tried
        // again.
        Pod unnamed = in(namespace, pod);
        NodeName likely = naming.likelyName(cluster.get(), unnamed)
                .orElseGet(() -> NodeName.of("unnamed", clusterName, namespace));
        Pod tried = injector.inject(pod, new InjectionContext(cluster.get(), Optional.of(likely), sidecar));
        NodeName name = naming.nameFor(cluster.get(), unnamed, dryRun);
        return new Decision.Injected(
                name.equals(likely)
                        ? tried
                        : injector.inject(pod, new InjectionContext(cluster.get(), Optional.of(name), sidecar)));
    }

    /** Pods under review may still lack the namespace they are about to be created in. */
    private static Pod in(String namespace, Pod pod) {
        ObjectMeta metadata = pod.getMetadata().edit().withNamespace(namespace).build();
        return new Pod(pod.getApiVersion(), pod.getKind(), metadata, pod.getSpec(), pod.getStatus());
    }

    private void refuseOthers(ErlangCluster cluster, Pod pod) throws InjectionRefused {
        List<String> matching = clusters.all().stream()
                .filter(other -> other.getMetadata()
                        .getNamespace()
                        .equals(cluster.getMetadata().getNamespace()))
                .filter(other -> PodSelector.matches(other, pod))
                .map(other -> other.getMetadata().getName())
                .sorted()
                .toList();
        if (matching.size() > 1) {
            throw new InjectionRefused("the pod's labels match more than one ErlangCluster: "
                    + String.join(", ", matching) + ". A node belongs to one: make their selectors exclude each other");
        }
    }

    private static Map<String, String> annotations(Pod pod) {
        return Optional.ofNullable(pod.getMetadata().getAnnotations()).orElse(Map.of());
    }
}
