package io.erlangcluster.sidecar.epmd;

import java.io.IOException;
import java.net.InetAddress;

/** Another process listens where EPMD should: most likely another EPMD. */
public final class PortTakenException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    PortTakenException(InetAddress address, int port, Throwable cause) {
        super(
                "there is already a epmd running at port " + port + " on ipaddr " + address.getHostAddress()
                        + ": stop it (epmd -kill), or choose another port",
                cause);
    }

    /** True if {@code failure} is EADDRINUSE, which Java and Netty tell from EADDRNOTAVAIL by its text. */
    static boolean isCause(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).contains("in use");
    }
}
