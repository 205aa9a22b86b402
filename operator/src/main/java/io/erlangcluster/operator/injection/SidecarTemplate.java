package io.erlangcluster.operator.injection;

/**
 * What all sidecars have in common.
 *
 * @param image the image unless the cluster names one
 * @param operatorUrl where sidecars find the operator, {@code wss://host:port}
 * @param form how the sidecar stands in the pod
 */
public record SidecarTemplate(String image, String operatorUrl, Form form) {

    /** How the sidecar stands in the pod. */
    public enum Form {
        /** An init container that keeps running (KEP-753): first to start, last to stop, does not keep a Job alive. */
        NATIVE,
        /** The first of the ordinary containers, for API servers before 1.29. */
        CONTAINER
    }
}
