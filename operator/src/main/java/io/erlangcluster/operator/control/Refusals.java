package io.erlangcluster.operator.control;

import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Tells the log who was refused what. Who is refused again and again, on purpose or not, does not fill it. */
@Singleton
class Refusals {

    private static final Logger LOG = Logger.getLogger(Refusals.class);
    private static final int BURST = 100;
    private static final Duration REFILL = Duration.ofSeconds(1);

    private final MessageRate rate = new MessageRate(BURST, REFILL, System.nanoTime());
    private long untold;

    /** {@code what} is refused, or put off, because of {@code why}. */
    synchronized void tell(String what, String namespace, String pod, String why) {
        if (!rate.admit(System.nanoTime())) {
            untold++;
            return;
        }
        LOG.warnf("%s namespace=%s pod=%s untold=%d: %s", what, namespace, pod, untold, why);
        untold = 0;
    }
}
