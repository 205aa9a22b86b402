package io.erlangcluster.sidecar;

import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.util.logging.Level;
import org.jboss.logging.Logger;

/**
 * The sidecar as a process: runs until SIGTERM. The pod's VM waits for EPMD, so that comes first: Quarkus starts, and
 * says what was logged until then, while EPMD answers already.
 */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static Beginning beginning = new Failed("nothing was started");

    /** How the start went. */
    private sealed interface Beginning {
        /** Goes on from there; the process's exit code. */
        int proceed(Logger log);
    }

    private record Serving(SidecarSettings settings, Sidecar sidecar) implements Beginning {
        @Override
        public int proceed(Logger log) {
            try (sidecar) {
                log.infof(
                        "event=started cluster=%s node=%s pod=%s epmdPort=%d tunnelPort=%d operator=%s",
                        settings.cluster(),
                        settings.node().map(Object::toString).orElse("unknown yet"),
                        settings.pod(),
                        sidecar.epmdPort(),
                        sidecar.tunnelPort(),
                        settings.operator());
                sidecar.connect();
                Quarkus.waitForExit();
            }
            return 0;
        }
    }

    private record Failed(String advice) implements Beginning {
        @Override
        public int proceed(Logger log) {
            log.error(advice);
            return 1;
        }
    }

    /** Ends the process, with 1 if a setting is wrong or a port is taken. */
    public static void main(String... arguments) {
        // Quarkus does it too, after the first logger that is made here.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        // As Quarkus would have Netty find out, by a search through all there is.
        InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
        // Until Quarkus says otherwise everything is logged, and what these say of themselves takes 10 ms.
        java.util.logging.Logger.getLogger("io.netty").setLevel(Level.INFO);
        java.util.logging.Logger.getLogger("org.jboss.logging").setLevel(Level.INFO);
        beginning = begin();
        Quarkus.run(Main.class, arguments);
    }

    private static Beginning begin() {
        try {
            SidecarSettings settings = SidecarSettings.from(System.getenv());
            return new Serving(settings, Sidecar.start(settings));
        } catch (IllegalArgumentException | IllegalStateException e) {
            return new Failed(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public int run(String... arguments) {
        return beginning.proceed(Logger.getLogger(Main.class));
    }
}
