package io.erlangcluster.operator.injection;

/** A pod cannot become a node as it is. The message says why and what its user can do. */
public final class InjectionRefused extends Exception {

    private static final long serialVersionUID = 1L;

    public InjectionRefused(String message) {
        super(message);
    }
}
