package io.erlangcluster.sidecar;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import org.jboss.logging.Logger;

/** The sidecar as a process: runs until SIGTERM. */
@QuarkusMain
public class Main implements QuarkusApplication {

    private static final Logger LOG = Logger.getLogger(Main.class);

    @Override
    public int run(String... arguments) {
        try {
            SidecarSettings settings = SidecarSettings.from(System.getenv());
            try (Sidecar sidecar = Sidecar.start(settings)) {
                LOG.infof(
                        "event=started cluster=%s node=%s pod=%s epmdPort=%d tunnelPort=%d operator=%s",
                        settings.cluster(),
                        settings.node().map(Object::toString).orElse("unknown yet"),
                        settings.pod(),
                        sidecar.epmdPort(),
                        sidecar.tunnelPort(),
                        settings.operator());
                Quarkus.waitForExit();
            }
            return 0;
        } catch (IllegalArgumentException | IllegalStateException e) {
            LOG.error(e.getMessage());
            return 1;
        }
    }
}
