package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import io.erlangcluster.sidecar.epmd.extension.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.random.RandomGenerator;

/**
 * All nodes there are, here and elsewhere, in the order of their names, and how they changed: what look-ups by prefix
 * or label and watches read. Used on the event loop.
 */
final class NodeDirectory implements Registrations.Listener, RemoteNodes.Observer {

    private final Registrations registrations;
    private final Map<String, KnownNode> known = new HashMap<>();

    /** Concurrent for its iterators only: they go on, whatever changes, while a slow reader takes the list. */
    private final NavigableMap<String, NodeEntry> nodes = new ConcurrentSkipListMap<>();

    private final ChangeLog changes = new ChangeLog();
    private final Set<Runnable> watchers = new HashSet<>();
    private final long epoch = RandomGenerator.getDefault().nextLong(1, Long.MAX_VALUE);

    NodeDirectory(Registrations registrations) {
        this.registrations = registrations;
        registrations.newestFirst().reversed().forEach(this::registered);
        registrations.listen(this);
    }

    /** The latest point of history. */
    Position position() {
        return new Position(epoch, changes.version());
    }

    ChangeLog changes() {
        return changes;
    }

    /** Nodes whose name begins with {@code prefix}, for a reader in no hurry: later changes are seen, or not. */
    Iterator<NodeEntry> startingWith(String prefix) {
        return nodes.tailMap(prefix).values().iterator();
    }

    /** Runs {@code watcher} after every change, until it is removed. */
    void watch(Runnable watcher) {
        watchers.add(watcher);
    }

    void unwatch(Runnable watcher) {
        watchers.remove(watcher);
    }

    int watches() {
        return watchers.size();
    }

    @Override
    public void registered(Registration registration) {
        refresh(registration.name());
    }

    @Override
    public void changed(Registration before, Registration now) {
        refresh(now.name());
    }

    @Override
    public void unregistered(Registration registration) {
        refresh(registration.name());
    }

    @Override
    public void known(KnownNode node) {
        known.put(node.name(), node);
        refresh(node.name());
    }

    @Override
    public void unknown(String alive) {
        known.remove(alive);
        refresh(alive);
    }

    private void refresh(String name) {
        Optional<KnownNode> node = Optional.ofNullable(known.get(name));
        Optional<NodeEntry> now = registrations
                .find(name)
                .map(registration -> here(registration, node))
                .or(() -> node.filter(somewhere -> !somewhere.here()).map(NodeDirectory::elsewhere));
        Optional<NodeEntry> before = Optional.ofNullable(nodes.get(name));
        if (before.equals(now)) {
            return;
        }
        now.ifPresentOrElse(entry -> nodes.put(name, entry), () -> nodes.remove(name));
        changes.append(name, before, now);
        List.copyOf(watchers).forEach(Runnable::run);
    }

    /** With the labels of the registry, or those it registered with where there is none. */
    private static NodeEntry here(Registration registration, Optional<KnownNode> known) {
        NodePort node = registration.node();
        return new NodeEntry(
                node.name(),
                registration.creation(),
                node.nodeType(),
                node.highVersion(),
                node.lowVersion(),
                registration.transports(),
                known.filter(KnownNode::here).map(KnownNode::labels).orElse(registration.labels()),
                node.extra());
    }

    private static NodeEntry elsewhere(KnownNode known) {
        NodePort usual = NodePort.normal(known.name(), 0);
        return new NodeEntry(
                known.name(),
                known.creation(),
                usual.nodeType(),
                usual.highVersion(),
                usual.lowVersion(),
                List.of(),
                known.labels(),
                usual.extra());
    }
}
