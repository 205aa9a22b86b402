package io.erlangcluster.sidecar.epmd.state;

import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.netty.channel.EventLoop;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Registrations that survive the server: restored from a file, confirmed by their nodes, and written at each change.
 */
public final class KeptRegistrations {

    private static final Logger LOG = Logger.getLogger(KeptRegistrations.class);

    private KeptRegistrations() {}

    /**
     * Restores what {@code file} has and keeps it up to date from now on. Called on {@code loop} before the server
     * listens, so that its first answer knows all.
     *
     * @param registrations of a server on {@code loop}
     */
    public static void keep(EventLoop loop, Registrations registrations, StateFile file, NodeProbe probe) {
        List<Registration> restored = file.read();
        restored.forEach(registrations::restore);
        if (!restored.isEmpty()) {
            LOG.infof("registrations restored nodes=%d path=%s", restored.size(), file.path());
        }
        StateKeeper.keep(loop, registrations, file);
        new Confirmation(loop, registrations, probe).start();
    }
}
