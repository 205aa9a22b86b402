package io.erlangcluster.sidecar.tunnel;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** What went through the tunnels since the start; may be read on any thread. */
public final class TunnelCounters {

    private final LongAdder links = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Map<Answer, LongAdder> refused = new EnumMap<>(Answer.class);

    public TunnelCounters() {
        for (Answer cause : Answer.values()) {
            refused.put(cause, new LongAdder());
        }
    }

    /** Links open now, both directions. */
    public long linksOpen() {
        return links.sum();
    }

    /** Bytes from peers to the local VMs. */
    public long bytesIn() {
        return bytesIn.sum();
    }

    /** Bytes from the local VMs to peers. */
    public long bytesOut() {
        return bytesOut.sum();
    }

    /** Links that did not come about, dialled or accepted. */
    public long refused(Answer cause) {
        return adder(cause).sum();
    }

    void opened() {
        links.increment();
    }

    void closed() {
        links.decrement();
    }

    void countIn(int bytes) {
        bytesIn.add(bytes);
    }

    void countOut(int bytes) {
        bytesOut.add(bytes);
    }

    void countRefused(Answer cause) {
        adder(cause).increment();
    }

    private LongAdder adder(Answer cause) {
        return refused.computeIfAbsent(cause, missing -> new LongAdder());
    }
}
