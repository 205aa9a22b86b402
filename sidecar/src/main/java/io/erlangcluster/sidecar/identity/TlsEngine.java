package io.erlangcluster.sidecar.identity;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jboss.logging.Logger;

/** Which library speaks TLS: BoringSSL where it loads, for the JDK's is slow without the C2 compiler. */
public final class TlsEngine {

    private static final Logger LOG = Logger.getLogger(TlsEngine.class);
    private static final SslProvider PROVIDER = choose();

    private TlsEngine() {}

    /** The same for the life of the process. Loads the library at the first call. */
    public static SslProvider provider() {
        return PROVIDER;
    }

    private static SslProvider choose() {
        if (OpenSsl.isAvailable()) {
            return SslProvider.OPENSSL_REFCNT;
        }
        LOG.warnf(
                "event=tls-engine engine=JDK reason=\"%s\" advice=\"tunnels work, at many times the CPU per byte: is"
                        + " there an image for this machine's architecture?\"",
                OpenSsl.unavailabilityCause().getMessage());
        return SslProvider.JDK;
    }
}
