package io.erlangcluster.sidecar.epmd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which registrations stand without a connection, because the server they were made with is gone, and who may have
 * their names.
 */
final class Restored {

    /** What becomes of a name that somebody registers. */
    enum Claim {
        /** It has a living holder. */
        TAKEN,
        /** By its holder, whose connection broke with the earlier server (erl_epmd does so every two seconds). */
        RETURNED,
        /** By somebody who may be a new VM; the name counts as having been free for a moment. */
        SUCCEEDED
    }

    /** Whether the node of that name was seen at its port since it was restored. */
    private final Map<String, Boolean> seen = new HashMap<>();

    void add(Registration registration) {
        seen.put(registration.name(), false);
    }

    boolean confirm(Registration registration) {
        return seen.replace(registration.name(), true) != null;
    }

    boolean holds(Registration registration) {
        return seen.containsKey(registration.name());
    }

    void forget(Registration registration) {
        seen.remove(registration.name());
    }

    List<String> names() {
        return List.copyOf(seen.keySet());
    }

    /**
     * Whose the name of {@code holder} is after {@code node} registered it. Only a node that was seen can return: one
     * that was not may be a new VM on the port of the old, which must not get the old one's creation.
     */
    Claim claim(Registration holder, NodePort node) {
        Boolean wasSeen = seen.get(holder.name());
        if (wasSeen == null || (wasSeen && holder.port() != node.port())) {
            return Claim.TAKEN;
        }
        forget(holder);
        return wasSeen ? Claim.RETURNED : Claim.SUCCEEDED;
    }
}
