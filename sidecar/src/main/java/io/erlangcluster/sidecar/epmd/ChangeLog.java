package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import java.util.Optional;

/**
 * The latest changes of the directory, the same for all watchers: each keeps only its place in here, so a slow one
 * costs no memory. Who falls behind its start begins anew.
 */
final class ChangeLog {

    /** A rollout of a thousand nodes, several times over. */
    static final int CAPACITY = 4096;

    /** A node as it was and as it is; absent when it was not there, or is not any more. */
    record Change(long version, String name, Optional<NodeEntry> before, Optional<NodeEntry> now) {}

    private final Change[] changes = new Change[CAPACITY];
    private long version;

    /** The version of the last change; 0 before the first. */
    long version() {
        return version;
    }

    void append(String name, Optional<NodeEntry> before, Optional<NodeEntry> now) {
        version++;
        changes[slot(version)] = new Change(version, name, before, now);
    }

    /** True if every change after {@code known} is here. */
    boolean reachesBackTo(long known) {
        return known >= 0 && known <= version && version - known <= CAPACITY;
    }

    /** The change that follows {@code known}, to which this reaches back; empty if that is the last. */
    Optional<Change> after(long known) {
        return known == version ? Optional.empty() : Optional.of(changes[slot(known + 1)]);
    }

    private static int slot(long version) {
        return (int) (version % CAPACITY);
    }
}
