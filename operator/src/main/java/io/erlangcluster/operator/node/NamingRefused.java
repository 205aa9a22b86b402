package io.erlangcluster.operator.node;

/** A pod cannot have a name. The message says why and what its user can do. */
public final class NamingRefused extends Exception {

    private static final long serialVersionUID = 1L;

    public NamingRefused(String message) {
        super(message);
    }

    public NamingRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
