package io.erlangcluster.operator.control;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.operator.node.PodReports;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Optional;

/**
 * Ends the streams of pods that exist no more. A sidecar usually goes with its pod; but one on a machine that was cut
 * off, whose pod was deleted by force, would go on hearing of its cluster.
 */
@Startup
@Singleton
class GonePods implements NodeStore.Listener {

    private final PodReports reports;
    private final PodLookup pods;

    GonePods(NodeStore nodes, PodReports reports, PodLookup pods) {
        this.reports = reports;
        this.pods = pods;
        nodes.listen(this);
    }

    @Override
    public void changed(ResourceID cluster, Optional<ErlangNode> before, Optional<ErlangNode> now) {
        Optional<String> kept = now.map(node -> node.getSpec().pod().uid());
        before.map(node -> node.getSpec().pod().uid())
                .filter(uid -> !kept.equals(Optional.of(uid)))
                .flatMap(reports::of)
                // Asks the API server: a node may be taken from a pod that lives.
                .ifPresent(told -> Thread.startVirtualThread(() -> closeIfGone(told)));
    }

    private void closeIfGone(PodReports.Told told) {
        try {
            boolean there = pods.find(told.cluster().getNamespace().orElse(""), told.pod(), told.podUid())
                    .isPresent();
            if (!there && told.stream() instanceof SidecarStream stream) {
                stream.close(CloseReason.GONE);
            }
        } catch (KubernetesClientException unknown) {
            // Lack of information ends nothing.
        }
    }
}
