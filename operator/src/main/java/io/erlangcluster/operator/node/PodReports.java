package io.erlangcluster.operator.node;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** The last report of every pod, in memory: after a restart of the operator each sidecar's Hello brings it back. */
@Singleton
public class PodReports {

    private final Map<String, PodReport> byPodUid = new ConcurrentHashMap<>();
    private volatile Consumer<ResourceID> listener = cluster -> {};

    /** Whom to tell that something changed in a cluster. */
    public void listen(Consumer<ResourceID> onChange) {
        listener = onChange;
    }

    /** The last report of the pod with this uid, if it ever reported. */
    public Optional<PodReport> of(String podUid) {
        return Optional.ofNullable(byPodUid.get(podUid));
    }

    /** The pod's sidecar says {@code report}, which replaces all it said before. */
    public void put(ResourceID cluster, String podUid, PodReport report) {
        if (!report.equals(byPodUid.put(podUid, report))) {
            listener.accept(cluster);
        }
    }

    /** The pod is gone for good. */
    public void forget(String podUid) {
        byPodUid.remove(podUid);
    }
}
