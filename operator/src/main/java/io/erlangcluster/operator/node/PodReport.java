package io.erlangcluster.operator.node;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one pod's sidecar last said over its control stream. It outlives the stream: a stream that drops says nothing
 * about the VM.
 *
 * @param tunnelPort where the sidecar accepts tunnels
 * @param creations the creation (unsigned 32 bit) of every VM that is registered, by full name
 * @param links by full name; absent while unknown
 */
public record PodReport(int tunnelPort, Map<String, Long> creations, Map<String, LinkReport> links) {

    public PodReport {
        creations = Map.copyOf(creations);
        links = Map.copyOf(links);
    }

    /** The creation of the VM called {@code name}, if it is registered. */
    public Optional<Long> creation(String name) {
        return Optional.ofNullable(creations.get(name));
    }

    /** The VM called {@code name} registered; nothing is known of its links yet. */
    public PodReport up(String name, long creation) {
        return new PodReport(tunnelPort, with(creations, name, creation), without(links, name));
    }

    /** The VM ended; says nothing if {@code creation} is not the one that is registered. */
    public PodReport down(String name, long creation) {
        return creation(name).filter(current -> current == creation).isEmpty()
                ? this
                : new PodReport(tunnelPort, without(creations, name), without(links, name));
    }

    /** The links of {@code name} are these now; says nothing if it is not registered. */
    public PodReport linked(String name, LinkReport report) {
        return creations.containsKey(name) ? new PodReport(tunnelPort, creations, with(links, name, report)) : this;
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> changed = new HashMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        Map<String, V> changed = new HashMap<>(map);
        changed.remove(key);
        return changed;
    }
}
