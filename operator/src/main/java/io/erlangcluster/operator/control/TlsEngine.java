package io.erlangcluster.operator.control;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.jboss.logging.Logger;

/**
 * Which library speaks TLS: BoringSSL where it loads. The JDK's is Java, which is slow in a process that has just
 * started, and that is when all sidecars come at once.
 */
final class TlsEngine {

    private static final Logger LOG = Logger.getLogger(TlsEngine.class);

    private TlsEngine() {}

    static SslProvider provider() {
        if (OpenSsl.isAvailable()) {
            return SslProvider.OPENSSL_REFCNT;
        }
        LOG.warnf(
                "TLS of the JDK, because BoringSSL does not load: sidecars connect as well, at many times the CPU;"
                        + " is there an image for this machine's architecture? %s",
                OpenSsl.unavailabilityCause().getMessage());
        return SslProvider.JDK;
    }
}
