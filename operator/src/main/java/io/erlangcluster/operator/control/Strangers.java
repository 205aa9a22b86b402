package io.erlangcluster.operator.control;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The connections of which nobody knows yet who they are. So many and no more. */
final class Strangers {

    private final int limit;
    private final Set<Object> present = ConcurrentHashMap.newKeySet();

    Strangers(int limit) {
        this.limit = limit;
    }

    /** False if there are too many: {@code connection} must be closed. */
    boolean enter(Object connection) {
        present.add(connection);
        if (present.size() > limit) {
            present.remove(connection);
            return false;
        }
        return true;
    }

    /** {@code connection} is known now, or gone. May be said more than once. */
    void leave(Object connection) {
        present.remove(connection);
    }
}
