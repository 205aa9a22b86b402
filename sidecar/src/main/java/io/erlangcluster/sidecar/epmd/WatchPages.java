package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.ChangeLog.Change;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Gone;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Up;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.UpToDate;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.WatchStarted;
import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import io.erlangcluster.sidecar.epmd.extension.Position;
import java.util.Collections;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a watch tells: a snapshot, unless the client knows a point that the change log still reaches back to, then every
 * change. The snapshot is taken while it is told; the changes since its beginning follow it, so some nodes are told
 * twice. Who falls behind the change log gets another snapshot.
 */
final class WatchPages extends Pages<ExtensionResponse> {

    private final NodeDirectory directory;
    private final NodeFilter filter;
    private final Runnable nextTurn;
    private Iterator<NodeEntry> snapshot = Collections.emptyIterator();
    private boolean started;
    private boolean upToDate;
    private long version;
    private long toldVersion;

    /** @param nextTurn has {@link #next} called again, after others had their turn */
    WatchPages(NodeDirectory directory, NodeFilter filter, Optional<Position> since, Runnable nextTurn) {
        this.directory = directory;
        this.filter = filter;
        this.nextTurn = nextTurn;
        // A version that no log reaches back to asks for a snapshot.
        this.version = since.filter(
                        known -> known.epoch() == directory.position().epoch())
                .map(Position::version)
                .orElse(-1L);
    }

    @Override
    @Nullable
    ExtensionResponse next() {
        if (!directory.changes().reachesBackTo(version)) {
            Position now = directory.position();
            version = now.version();
            snapshot = directory.startingWith(filter.prefix());
            started = true;
            upToDate = false;
            return new WatchStarted(true, now);
        }
        if (!started) {
            started = true;
            return new WatchStarted(false, new Position(directory.position().epoch(), version));
        }
        for (int looked = 0; looked < FoundPages.TURN; looked++) {
            if (snapshot.hasNext()) {
                NodeEntry node = snapshot.next();
                if (filter.isPast(node)) {
                    snapshot = Collections.emptyIterator();
                } else if (filter.matches(node)) {
                    return new Up(version, node);
                }
                continue;
            }
            Optional<Change> change = directory.changes().after(version);
            if (change.isEmpty()) {
                return caughtUp();
            }
            version = change.get().version();
            ExtensionResponse told = tell(change.get());
            if (told != null) {
                upToDate = false;
                return told;
            }
        }
        nextTurn.run();
        return null;
    }

    private @Nullable ExtensionResponse caughtUp() {
        // Even if nothing concerns this watch, its client shall be able to resume from a point that is remembered.
        if (upToDate && version - toldVersion < ChangeLog.CAPACITY / 4) {
            return null;
        }
        upToDate = true;
        toldVersion = version;
        return new UpToDate(version);
    }

    private @Nullable ExtensionResponse tell(Change change) {
        Optional<NodeEntry> now = change.now().filter(filter::matches);
        if (now.isPresent()) {
            return new Up(change.version(), now.get());
        }
        return change.before().filter(filter::matches).isPresent() ? new Gone(change.version(), change.name()) : null;
    }

    /** A watch lasts as long as its connection. */
    @Override
    public boolean isEndOfInput() {
        return false;
    }
}
