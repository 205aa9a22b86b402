package io.erlangcluster.operator.control;

import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.operator.node.PodReports;
import io.fabric8.kubernetes.api.model.Pod;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/**
 * Ends the streams of pods that exist no more. A sidecar usually goes with its pod; but one on a machine that was cut
 * off, whose pod was deleted by force, would go on hearing of its cluster.
 */
@Startup
@Singleton
class GonePods {

    private final PodReports reports;

    GonePods(PodLookup pods, PodReports reports) {
        this.reports = reports;
        pods.onGone(this::close);
    }

    private void close(Pod pod) {
        reports.of(pod.getMetadata().getUid()).map(PodReports.Told::stream).ifPresent(stream -> {
            if (stream instanceof SidecarStream open) {
                open.close(CloseReason.GONE);
            }
        });
    }
}
