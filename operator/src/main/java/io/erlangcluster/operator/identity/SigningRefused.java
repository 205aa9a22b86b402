package io.erlangcluster.operator.identity;

/** A certificate was asked for that must not be given. The message says why. */
public final class SigningRefused extends Exception {

    private static final long serialVersionUID = 1L;

    public SigningRefused(String message) {
        super(message);
    }
}
