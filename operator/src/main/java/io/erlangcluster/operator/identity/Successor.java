package io.erlangcluster.operator.identity;

import java.time.Duration;
import java.time.Instant;

/**
 * An authority that everybody is told to trust before it signs.
 *
 * @param authority signs later
 * @param since when it was announced
 */
record Successor(KeyAndCertificate authority, Instant since) {

    boolean isKnown(Instant now, Duration announcement) {
        return !now.isBefore(since.plus(announcement));
    }

    @Override
    public String toString() {
        return authority + ", announced " + since;
    }
}
