package io.erlangcluster.operator.control;

import java.util.HashSet;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Where connections arrive. Each is an arrival until it is known who it is and its registry is on the way, or until it
 * is gone: so many at a time and no more, because those who are served together are all served late. The rest waits in
 * the kernel, and so does everybody as long as it is not {@code ready}: who was sent away would be back at once.
 */
final class Entrance {

    private final int limit;
    private final BooleanSupplier ready;
    private final Consumer<Boolean> door;
    private final Set<Object> arrivals = new HashSet<>();
    private boolean open;

    /** {@code door} is told to open (true) and to shut; it is shut at first. */
    Entrance(int limit, BooleanSupplier ready, Consumer<Boolean> door) {
        this.limit = limit;
        this.ready = ready;
        this.door = door;
    }

    synchronized void enter(Object connection) {
        arrivals.add(connection);
        look();
    }

    /** {@code connection} is no arrival any more. May be said more than once. */
    synchronized void leave(Object connection) {
        if (arrivals.remove(connection)) {
            look();
        }
    }

    /** Opens or shuts the door, as things are now. */
    synchronized void look() {
        boolean now = arrivals.size() < limit && ready.getAsBoolean();
        if (now != open) {
            open = now;
            door.accept(now);
        }
    }
}
