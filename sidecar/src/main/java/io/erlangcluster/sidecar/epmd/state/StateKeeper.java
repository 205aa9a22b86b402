package io.erlangcluster.sidecar.epmd.state;

import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Writes every change of the registrations to their file. A change is written at once if nothing is being written, and
 * else together with all others soon after: a virtual thread writes, the event loop only hands it a snapshot, and a
 * pause nine times as long as the writing took follows, so that even 100,000 registrations keep a tenth of one
 * processor busy at most. Used on the event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a closed loop has nothing to write
public final class StateKeeper implements Registrations.Listener {

    private static final Logger LOG = Logger.getLogger(StateKeeper.class);
    private static final long RETRY_SECONDS = 30;
    private static final long PAUSE_FACTOR = 9;

    private final EventLoop loop;
    private final Registrations registrations;
    private final StateFile file;
    private boolean changed;
    private boolean writing;
    private boolean failing;

    private StateKeeper(EventLoop loop, Registrations registrations, StateFile file) {
        this.loop = loop;
        this.registrations = registrations;
        this.file = file;
    }

    /** Keeps {@code registrations} in {@code file} from now on, with what they are now. Called on {@code loop}. */
    public static void keep(EventLoop loop, Registrations registrations, StateFile file) {
        StateKeeper keeper = new StateKeeper(loop, registrations, file);
        registrations.listen(keeper);
        keeper.change();
    }

    @Override
    public void registered(Registration registration) {
        change();
    }

    @Override
    public void changed(Registration before, Registration now) {
        change();
    }

    @Override
    public void unregistered(Registration registration) {
        change();
    }

    private void change() {
        changed = true;
        write();
    }

    private void write() {
        if (!changed || writing) {
            return;
        }
        changed = false;
        writing = true;
        List<Registration> snapshot = registrations.newestFirst();
        Thread.ofVirtual().name("epmd-state").start(() -> {
            long start = System.nanoTime();
            String failure = tryToWrite(snapshot.reversed());
            long pause = PAUSE_FACTOR * (System.nanoTime() - start);
            try {
                loop.schedule(() -> written(failure), pause, TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException stopped) {
                LOG.debug("the server stopped while its state was written");
            }
        });
    }

    /** Why it could not be written, or nothing. */
    private String tryToWrite(List<Registration> oldestFirst) {
        try {
            file.write(oldestFirst);
            return "";
        } catch (IOException | UnsupportedOperationException e) {
            return e.toString();
        }
    }

    private void written(String failure) {
        writing = false;
        if (failure.isEmpty()) {
            if (failing) {
                failing = false;
                LOG.warnf("registrations are kept again path=%s", file.path());
            }
            write();
            return;
        }
        if (!failing) {
            failing = true;
            LOG.warnf(
                    "registrations are not kept, a restart will lose them: make room, or choose another state file"
                            + " path=%s reason=\"%s\"",
                    file.path(), failure);
        }
        changed = true;
        loop.schedule(this::write, RETRY_SECONDS, TimeUnit.SECONDS);
    }
}
