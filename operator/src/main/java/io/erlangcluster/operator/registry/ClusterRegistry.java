package io.erlangcluster.operator.registry;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One cluster's registry. A subscriber gets one snapshot, then every delta, in order and without a gap; each message is
 * serialized once, however many subscribe, and a snapshot only when someone needs it. Before the first {@link #publish}
 * there is nothing to tell, and an empty snapshot would be a lie: subscribers wait.
 */
public final class ClusterRegistry {

    private final String epoch;
    private final Set<Consumer<byte[]>> subscribers = new LinkedHashSet<>();
    private Optional<RegistryView> view = Optional.empty();
    private Optional<byte[]> snapshot = Optional.empty();

    ClusterRegistry(String epoch) {
        this.epoch = epoch;
    }

    /**
     * The cluster consists of {@code nodes} now. Subscribers are called under this registry's lock and must not block.
     */
    public synchronized void publish(Collection<ErlangNode> nodes) {
        Map<String, Node> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.getSpec().name(), NodeMessages.of(node)));
        Optional<RegistryView> before = view;
        if (before.filter(old -> old.nodes().equals(byName)).isPresent()) {
            return;
        }
        RegistryView now =
                new RegistryView(epoch, before.map(RegistryView::version).orElse(0L) + 1, byName);
        view = Optional.of(now);
        snapshot = Optional.empty();
        if (!subscribers.isEmpty()) {
            byte[] message = before.map(old -> ToSidecar.newBuilder()
                            .setDelta(now.since(old))
                            .build()
                            .toByteArray())
                    .orElseGet(() -> snapshot(now));
            subscribers.forEach(subscriber -> subscriber.accept(message));
        }
    }

    synchronized boolean isPublished() {
        return view.isPresent();
    }

    /** {@code subscriber} gets the snapshot, now or when there is one, and all that follows. */
    public synchronized void subscribe(Consumer<byte[]> subscriber) {
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

    /** {@code subscriber} gets nothing more. */
    public synchronized void unsubscribe(Consumer<byte[]> subscriber) {
        subscribers.remove(subscriber);
    }
}
