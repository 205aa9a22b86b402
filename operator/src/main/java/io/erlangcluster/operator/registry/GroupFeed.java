package io.erlangcluster.operator.registry;

import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the members of one group are told. A subscriber gets one snapshot, then every delta, in order and without a gap.
 * A delta is made of what changed, whatever the size of the rest; each message is serialized once, however many
 * subscribe, and the snapshot of a version only when someone needs it. Not thread-safe: its {@link ClusterRegistry}
 * locks.
 */
final class GroupFeed {

    private final String epoch;
    private final Map<String, Node> told;
    private final Set<Consumer<byte[]>> subscribers = new LinkedHashSet<>();
    private long version = 1;
    private Optional<byte[]> snapshot = Optional.empty();

    /** {@code nodes}, by name, are version 1. */
    GroupFeed(String epoch, Map<String, Node> nodes) {
        this.epoch = epoch;
        this.told = new HashMap<>(nodes);
    }

    /** By name, what the nodes that may have changed are now; of the others nothing is said. */
    void publish(Map<String, Optional<Node>> changes) {
        Delta.Builder delta = Delta.newBuilder();
        changes.forEach((name, now) -> {
            Optional<Node> before = Optional.ofNullable(told.get(name));
            if (!before.equals(now)) {
                now.ifPresentOrElse(
                        node -> {
                            told.put(name, node);
                            delta.addPut(node);
                        },
                        () -> {
                            told.remove(name);
                            delta.addRemoved(name);
                        });
            }
        });
        if (delta.getPutCount() + delta.getRemovedCount() > 0) {
            delta.setEpoch(epoch).setFromVersion(version).setVersion(++version);
            snapshot = Optional.empty();
            byte[] message = ToSidecar.newBuilder().setDelta(delta).build().toByteArray();
            subscribers.forEach(subscriber -> subscriber.accept(message));
        }
    }

    /** The names of all that was told. */
    Set<String> names() {
        return told.keySet();
    }

    void subscribe(Consumer<byte[]> subscriber) {
        if (subscribers.add(subscriber)) {
            subscriber.accept(snapshot());
        }
    }

    private byte[] snapshot() {
        byte[] message = snapshot.orElseGet(() -> ToSidecar.newBuilder()
                .setSnapshot(Snapshot.newBuilder()
                        .setEpoch(epoch)
                        .setVersion(version)
                        .addAllNodes(told.values()))
                .build()
                .toByteArray());
        snapshot = Optional.of(message);
        return message;
    }

    void unsubscribe(Consumer<byte[]> subscriber) {
        subscribers.remove(subscriber);
    }

    boolean isIdle() {
        return subscribers.isEmpty();
    }
}
