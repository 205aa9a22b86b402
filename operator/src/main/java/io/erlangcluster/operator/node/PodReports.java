package io.erlangcluster.operator.node;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * What the sidecars say whose streams end at this replica. It lasts as long as the stream; what outlives it stands in
 * the ErlangNodes.
 */
@Singleton
public class PodReports {

    /**
     * The latest of one stream.
     *
     * @param stream tells the streams of one pod apart, by identity
     * @param namesItself whether the pod's node brings its own name
     */
    public record Told(
            Object stream, ResourceID cluster, String pod, String podUid, boolean namesItself, PodReport report) {}

    /** Told of every change, on the stream's thread; must not block. */
    public interface Listener {
        /** {@code before} is absent for the first report of a stream. */
        void told(Optional<PodReport> before, Told now);
    }

    private final Map<String, Told> byPodUid = new ConcurrentHashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** The last report of the pod with this uid, if its stream is here. */
    public Optional<Told> of(String podUid) {
        return Optional.ofNullable(byPodUid.get(podUid));
    }

    /** All that sidecars of {@code cluster} say here. */
    public Collection<Told> of(ResourceID cluster) {
        return byPodUid.values().stream()
                .filter(told -> told.cluster().equals(cluster))
                .toList();
    }

    /** Replaces all that was said of the pod before, over whatever stream. */
    public void put(Told told) {
        Optional<Told> before = Optional.ofNullable(byPodUid.put(told.podUid(), told));
        Optional<PodReport> sameStream =
                before.filter(old -> old.stream().equals(told.stream())).map(Told::report);
        if (sameStream.filter(told.report()::equals).isEmpty()) {
            listeners.forEach(listener -> listener.told(sameStream, told));
        }
    }

    /** {@code stream} ended; nothing happens if a later stream speaks for the pod already. */
    public void forget(String podUid, Object stream) {
        byPodUid.computeIfPresent(podUid, (uid, told) -> told.stream().equals(stream) ? null : told);
    }
}
