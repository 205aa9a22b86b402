package io.erlangcluster.sidecar.epmd;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;

/**
 * The nodes registered on this machine. Used on the server's event loop only.
 *
 * <p>Names that went away are remembered, so that the same name coming back gets another creation (epmd_srv.c,
 * node_reg2).
 */
public final class Registrations {

    /** Told of every change, on the event loop, after it took effect. */
    public interface Listener {
        /** A node registered. */
        default void registered(Registration registration) {}

        /** A node's connection ended. */
        default void unregistered(Registration registration) {}
    }

    /** MAX_UNREG_COUNT in epmd_int.h. */
    static final int MAX_FORMER = 1000;

    private static final long MIN_CREATION = 4;
    private static final long MAX_CREATION = 0xFFFF_FFFFL;

    private final InstantSource clock;
    private final List<Listener> listeners = new ArrayList<>();
    private final LinkedHashMap<String, Registration> live = new LinkedHashMap<>();
    private final LinkedHashMap<String, Registration> former = new LinkedHashMap<>();
    private final Restored restored = new Restored();

    /** An empty table on the system's clock. */
    public Registrations() {
        this(InstantSource.system());
    }

    Registrations(InstantSource clock) {
        this.clock = clock;
    }

    /** Adds {@code listener}; it is not told of what is already there. Called while wiring, before any change. */
    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** The node registered under {@code name}. */
    public Optional<Registration> find(String name) {
        return Optional.ofNullable(live.get(name));
    }

    /** True if no node is registered. */
    boolean isEmpty() {
        return live.isEmpty();
    }

    /** All registrations as of now, the newest first. */
    public List<Registration> newestFirst() {
        return List.copyOf(live.sequencedValues().reversed());
    }

    /** The last 1000 registrations that ended and whose name is free, the oldest first. */
    List<Registration> former() {
        return List.copyOf(former.sequencedValues());
    }

    /** Registers {@code node}; empty if its name is taken: the first keeps it. */
    Optional<Registration> register(NodePort node) {
        Optional<Registration> holder = find(node.name());
        if (holder.isPresent()) {
            switch (restored.claim(holder.get(), node)) {
                case TAKEN -> {
                    return Optional.empty();
                }
                case RETURNED -> {
                    Registration same = new Registration(node, holder.get().creation());
                    live.put(node.name(), same);
                    return Optional.of(same);
                }
                case SUCCEEDED -> unregister(holder.get());
            }
        }
        Optional<Registration> last = Optional.ofNullable(former.remove(node.name()));
        long counter =
                last.map(Registration::creation).orElseGet(() -> clock.instant().getEpochSecond()) + 1;
        Registration registration = new Registration(node, creation(counter));
        live.put(node.name(), registration);
        listeners.forEach(listener -> listener.registered(registration));
        return Optional.of(registration);
    }

    /** Ends {@code registration}; nothing happens if it has ended already. */
    void unregister(Registration registration) {
        if (!live.remove(registration.name(), registration)) {
            return;
        }
        restored.forget(registration);
        former.putLast(registration.name(), registration);
        if (former.size() > MAX_FORMER) {
            former.remove(former.firstEntry().getKey());
        }
        listeners.forEach(listener -> listener.unregistered(registration));
    }

    /**
     * Puts a registration back whose connection ended with an earlier server, though its node may run on: looked up
     * like any other until its node registers again, or {@link #expire} ends it. Nothing happens if its name is taken.
     */
    public void restore(Registration registration) {
        if (live.putIfAbsent(registration.name(), registration) == null) {
            restored.add(registration);
            listeners.forEach(listener -> listener.registered(registration));
        }
    }

    /**
     * The node of a restored registration was seen at its port: nobody else gets the name now, and it gets its creation
     * back.
     *
     * @param creation the one the node says it has
     * @return the registration as it stands now; empty if the node has registered again, or it has ended
     */
    public Optional<Registration> confirm(Registration registration, long creation) {
        if (!restored.confirm(registration)) {
            return Optional.empty();
        }
        Registration seen = new Registration(registration.node(), creation(creation));
        live.put(seen.name(), seen);
        return Optional.of(seen);
    }

    /** The node of a restored registration is gone; nothing happens if it has registered again. */
    public void expire(Registration registration) {
        if (restored.holds(registration)) {
            unregister(registration);
        }
    }

    /** The restored registrations whose nodes have not registered again. */
    public List<Registration> awaited() {
        return restored.names().stream().flatMap(name -> find(name).stream()).toList();
    }

    /** 0 to 3 are left to nodes that know only two bits. */
    private static long creation(long counter) {
        return counter > MAX_CREATION ? MIN_CREATION : Math.max(counter, MIN_CREATION);
    }
}
