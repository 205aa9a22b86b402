package io.erlangcluster.operator.node;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Which slot to try next. A slot that was tried here, whether it was won or lost, is not tried again until the informer
 * must have told of it: of any number of replicas each asks for every slot at most once, so that a thousand pods at
 * once cause no storm of retries.
 */
final class FreeSlots {

    /** Longer than an informer lags. */
    private static final Duration MEMORY = Duration.ofSeconds(30);

    private static final int WIDEST = 64;

    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Map<Service, Map<Integer, Long>> tried = new HashMap<>();

    /** The pods that share one series of slots. */
    record Service(ResourceID cluster, String name) {}

    /**
     * A slot that is neither in {@code taken} nor tried: the lowest, or after {@code collisions} with another replica
     * one of the next few, because the lowest is where that replica is too. It counts as tried from now on.
     */
    synchronized int take(Service service, Set<Integer> taken, int collisions) {
        long now = System.nanoTime();
        tried.values().forEach(slots -> slots.values().removeIf(since -> now - since > MEMORY.toNanos()));
        tried.values().removeIf(Map::isEmpty);
        Map<Integer, Long> ours = tried.computeIfAbsent(service, added -> new HashMap<>());
        int width = Math.min(WIDEST, 1 << Math.min(collisions, 16));
        List<Integer> free = free(taken, ours.keySet(), width);
        int slot = free.get(random.nextInt(free.size()));
        ours.put(slot, now);
        return slot;
    }

    /** The slot that would be taken first. */
    synchronized int lowest(Service service, Set<Integer> taken) {
        return free(taken, tried.getOrDefault(service, Map.of()).keySet(), 1).getFirst();
    }

    /** {@code slot} was not asked for after all. */
    synchronized void giveBack(Service service, int slot) {
        tried.getOrDefault(service, new HashMap<>()).remove(slot);
    }

    private static List<Integer> free(Set<Integer> taken, Set<Integer> tried, int count) {
        List<Integer> free = new ArrayList<>(count);
        for (int slot = 0; free.size() < count; slot++) {
            if (!taken.contains(slot) && !tried.contains(slot)) {
                free.add(slot);
            }
        }
        return free;
    }
}
