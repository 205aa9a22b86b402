package io.erlangcluster.operator.registry;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The sidecars that listen, each with its pod, and with the group that it is told of once that is known. */
final class Subscriptions {

    private final Map<Consumer<byte[]>, Subscription> all = new HashMap<>();
    private final Map<String, Set<Consumer<byte[]>>> byPod = new HashMap<>();

    private record Subscription(String pod, Optional<String> group) {}

    /** False if it is there already. */
    boolean add(String pod, Consumer<byte[]> subscriber) {
        byPod.computeIfAbsent(pod, _ -> new HashSet<>()).add(subscriber);
        return all.putIfAbsent(subscriber, new Subscription(pod, Optional.empty())) == null;
    }

    /** The group that it was told of. */
    Optional<String> remove(Consumer<byte[]> subscriber) {
        Optional<Subscription> removed = Optional.ofNullable(all.remove(subscriber));
        removed.ifPresent(gone -> byPod.computeIfPresent(gone.pod(), (_, some) -> {
            some.remove(subscriber);
            return some.isEmpty() ? null : some;
        }));
        return removed.flatMap(Subscription::group);
    }

    /** The group that {@code subscriber} is told of from now on; the one before. */
    Optional<String> move(Consumer<byte[]> subscriber, String group) {
        Subscription was = known(subscriber);
        all.put(subscriber, new Subscription(was.pod(), Optional.of(group)));
        return was.group();
    }

    String pod(Consumer<byte[]> subscriber) {
        return known(subscriber).pod();
    }

    boolean isIn(Consumer<byte[]> subscriber, String group) {
        return known(subscriber).group().filter(group::equals).isPresent();
    }

    private Subscription known(Consumer<byte[]> subscriber) {
        return Objects.requireNonNull(all.get(subscriber));
    }

    Collection<Consumer<byte[]>> of(String pod) {
        return byPod.getOrDefault(pod, Set.of());
    }

    Collection<Consumer<byte[]>> all() {
        return List.copyOf(all.keySet());
    }
}
