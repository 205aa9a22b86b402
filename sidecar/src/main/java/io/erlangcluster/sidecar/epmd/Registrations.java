package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

        /** A registered node added a transport, or came back over another connection. */
        default void changed(Registration before, Registration now) {}

        /** A node's connection ended. */
        default void unregistered(Registration registration) {}
    }

    /** MAX_UNREG_COUNT in epmd_int.h. */
    static final int MAX_FORMER = 1000;

    private static final long MIN_CREATION = 4;
    private static final long MAX_CREATION = 0xFFFF_FFFFL;

    private final InstantSource clock;
    private final List<Listener> listeners = new ArrayList<>();
    private final LiveNames live = new LiveNames();
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
        return live.find(name);
    }

    /** True if no node is registered. */
    boolean isEmpty() {
        return live.isEmpty();
    }

    /** All registrations as of now, the newest first. */
    public List<Registration> newestFirst() {
        return live.newestFirst().toList();
    }

    /** All registrations, the newest first, for a reader in no hurry: later changes are seen, or not. */
    Stream<Registration> walkNewestFirst() {
        return live.newestFirst();
    }

    /** The last 1000 registrations that ended and whose name is free, the oldest first. */
    List<Registration> former() {
        return List.copyOf(former.sequencedValues());
    }

    /** Registers {@code node}; empty if its name is taken: the first keeps it. */
    Optional<Registration> register(NodePort node) {
        return register(new Registration(node, 0));
    }

    /**
     * Registers {@code wished}; empty if its name is taken: the first keeps it, unless the resume token proves that
     * this is the same node, whose connection broke.
     *
     * @param wished its creation does not matter
     */
    Optional<Registration> register(Registration wished) {
        Optional<Registration> holder = find(wished.name());
        if (holder.isPresent()) {
            switch (claim(holder.get(), wished)) {
                case TAKEN -> {
                    return Optional.empty();
                }
                case RETURNED -> {
                    return Optional.of(change(
                            holder.get(), wished.withCreation(holder.get().creation())));
                }
                case SUCCEEDED -> unregister(holder.get());
            }
        }
        Registration registration = wished.withCreation(creationOf(wished));
        live.put(registration);
        listeners.forEach(listener -> listener.registered(registration));
        return Optional.of(registration);
    }

    private Restored.Claim claim(Registration holder, Registration wished) {
        if (holder.isResumedBy(wished)) {
            restored.forget(holder);
            return Restored.Claim.RETURNED;
        }
        return restored.claim(holder, wished.node());
    }

    private long creationOf(Registration wished) {
        Optional<Registration> last = Optional.ofNullable(former.remove(wished.name()));
        return last.filter(known -> known.isResumedBy(wished))
                .map(Registration::creation)
                .orElseGet(() -> creation(last.map(Registration::creation)
                                .orElseGet(() -> clock.instant().getEpochSecond())
                        + 1));
    }

    /** Adds {@code transport} to {@code held}; empty if it has one of that protocol, has ended, or has enough. */
    Optional<Registration> add(Registration held, Transport transport) {
        boolean another =
                held.transports().stream().noneMatch(known -> known.protocol().equals(transport.protocol()));
        return find(held.name())
                .filter(held::equals)
                .filter(_ -> another && held.transports().size() < RequestFormat.MAX_TRANSPORTS)
                .map(_ -> change(held, held.with(transport)));
    }

    private Registration change(Registration before, Registration now) {
        live.put(now);
        if (!before.equals(now)) {
            listeners.forEach(listener -> listener.changed(before, now));
        }
        return now;
    }

    /** Ends {@code registration}; nothing happens if it has ended already. */
    void unregister(Registration registration) {
        if (!live.remove(registration)) {
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
        if (live.find(registration.name()).isEmpty()) {
            live.put(registration);
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
        return Optional.of(change(registration, registration.withCreation(creation(creation))));
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
