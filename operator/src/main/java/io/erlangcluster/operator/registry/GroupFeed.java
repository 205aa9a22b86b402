package io.erlangcluster.operator.registry;

import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What the members of one group are told. A subscriber gets one snapshot, then every delta, in order and without a gap;
 * each message is serialized once, however many subscribe, and a snapshot only when someone needs it. Not thread-safe:
 * its {@link ClusterRegistry} locks.
 */
final class GroupFeed {

    private final String epoch;
    private final Set<Consumer<byte[]>> subscribers = new LinkedHashSet<>();
    private Optional<RegistryView> view = Optional.empty();
    private Optional<byte[]> snapshot = Optional.empty();

    GroupFeed(String epoch) {
        this.epoch = epoch;
    }

    void publish(Map<String, Node> nodes) {
        Optional<RegistryView> before = view;
        if (before.filter(old -> old.nodes().equals(nodes)).isPresent()) {
            return;
        }
        RegistryView now =
                new RegistryView(epoch, before.map(RegistryView::version).orElse(0L) + 1, nodes);
        view = Optional.of(now);
        snapshot = Optional.empty();
        byte[] message = before.map(old ->
                        ToSidecar.newBuilder().setDelta(now.since(old)).build().toByteArray())
                .orElseGet(() -> snapshot(now));
        subscribers.forEach(subscriber -> subscriber.accept(message));
    }

    void subscribe(Consumer<byte[]> subscriber) {
        if (subscribers.add(subscriber)) {
            view.ifPresent(now -> subscriber.accept(snapshot(now)));
        }
    }

    private byte[] snapshot(RegistryView now) {
        byte[] message = snapshot.orElseGet(
                () -> ToSidecar.newBuilder().setSnapshot(now.snapshot()).build().toByteArray());
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
