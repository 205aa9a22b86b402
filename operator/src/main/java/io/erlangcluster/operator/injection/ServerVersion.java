package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.VersionInfo;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * What the API server can do. Native sidecars are on by default from 1.29 (KEP-753); older servers drop the field that
 * makes one, silently, and the pod would wait for its "init container" for ever. Asked again now and then, because API
 * servers are upgraded under a running operator.
 */
@Singleton
class ServerVersion {

    private static final Logger LOG = Logger.getLogger(ServerVersion.class);
    private static final Pattern MINOR = Pattern.compile("(\\d+).*");
    private static final int NATIVE_SINCE = 29;
    private static final long KEEP_NANOS = 600_000_000_000L;

    private final KubernetesClient client;
    private final Optional<SidecarTemplate.Form> set;
    private volatile Optional<Known> known = Optional.empty();

    private record Known(SidecarTemplate.Form form, long since) {}

    ServerVersion(KubernetesClient client, InjectionSettings settings) {
        this.client = client;
        this.set = settings.sidecarForm();
    }

    /** The form of a sidecar that the API server understands. May block for one request. */
    SidecarTemplate.Form sidecarForm() {
        return set.orElseGet(() -> known.filter(recent -> System.nanoTime() - recent.since() < KEEP_NANOS)
                .map(Known::form)
                .orElseGet(this::ask));
    }

    private SidecarTemplate.Form ask() {
        VersionInfo version = client.getKubernetesVersion();
        SidecarTemplate.Form form = form(
                Objects.requireNonNullElse(version.getMajor(), ""), Objects.requireNonNullElse(version.getMinor(), ""));
        if (known.filter(before -> before.form() == form).isEmpty()) {
            LOG.infof("sidecars form=%s kubernetes=%s", form, version.getGitVersion());
        }
        known = Optional.of(new Known(form, System.nanoTime()));
        return form;
    }

    /** Providers write minor versions such as {@code 28+}; a server that does not tell counts as new. */
    static SidecarTemplate.Form form(String major, String minor) {
        Matcher digits = MINOR.matcher(minor);
        boolean old = major.equals("1") && digits.matches() && Integer.parseInt(digits.group(1)) < NATIVE_SINCE;
        return old ? SidecarTemplate.Form.CONTAINER : SidecarTemplate.Form.NATIVE;
    }
}
