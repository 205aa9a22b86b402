package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Found;
import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The nodes a look-up found. */
final class FoundPages extends Pages<ExtensionResponse> {

    /** How many nodes are looked at before others get their turn. */
    static final int TURN = 1000;

    /** Even with the most labels a node may be told with, one more fits the 16 bits of a length. */
    private static final int PAGE_BYTES = 8 * 1024;

    private final Iterator<NodeEntry> candidates;
    private final NodeFilter filter;
    private final Runnable nextTurn;
    private long left;
    private boolean ended;

    /**
     * @param limit how many nodes to tell at most; 0 for all
     * @param nextTurn has {@link #next} called again, after others had their turn
     */
    FoundPages(NodeDirectory directory, NodeFilter filter, long limit, Runnable nextTurn) {
        this.candidates = directory.startingWith(filter.prefix());
        this.filter = filter;
        this.nextTurn = nextTurn;
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    @Nullable
    ExtensionResponse next() {
        List<NodeEntry> page = new ArrayList<>();
        int bytes = 0;
        for (int looked = 0; looked < TURN && bytes < PAGE_BYTES && !ended; looked++) {
            if (left == 0 || !candidates.hasNext()) {
                ended = true;
                break;
            }
            NodeEntry candidate = candidates.next();
            ended = filter.isPast(candidate);
            if (filter.matches(candidate)) {
                page.add(candidate);
                bytes += candidate.maxBytes();
                left--;
            }
        }
        if (page.isEmpty() && !ended) {
            nextTurn.run();
            return null;
        }
        return new Found(!ended, page);
    }

    @Override
    public boolean isEndOfInput() {
        return ended;
    }
}
