package io.erlangcluster.sidecar.tunnel;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.jboss.logging.Logger;

/** Counts links that did not come about and says so, at most once a minute per cause. Event loop only. */
final class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final long QUIET = Duration.ofMinutes(1).toNanos();

    private final TunnelCounters counters;
    private final Map<Answer, Said> said = new EnumMap<>(Answer.class);

    private record Said(long at, long count) {}

    Refusals(TunnelCounters counters) {
        this.counters = counters;
    }

    /** A link with {@code peer} failed; {@code detail} says which one and what was wrong in a few words. */
    void refused(Answer cause, Object peer, String detail) {
        counters.countRefused(cause);
        long now = System.nanoTime();
        long count = counters.refused(cause);
        Said last = said.get(cause);
        if (last == null || now - last.at() >= QUIET) {
            said.put(cause, new Said(now, count));
            LOG.warnf(
                    "event=tunnel-refused cause=%s peer=%s detail=\"%s\" unsaid=%d advice=\"%s\"",
                    cause, peer, detail, last == null ? 0 : count - last.count() - 1, cause.advice());
        }
    }
}
