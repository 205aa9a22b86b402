package io.erlangcluster.sidecar.dist;

/** Bytes that are no term of the external term format, or one beyond our bounds. */
public final class MalformedTermException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedTermException(String message) {
        super(message);
    }
}
