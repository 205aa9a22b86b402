package io.erlangcluster.sidecar.dist;

/** Carries a {@link DistFailure} through a future. */
public final class DistException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient DistFailure failure;

    DistException(DistFailure failure) {
        // No stack trace: these are answers of a network, and the place they are made says nothing.
        super(failure.message(), null, false, false);
        this.failure = failure;
    }

    public DistFailure failure() {
        return failure;
    }
}
