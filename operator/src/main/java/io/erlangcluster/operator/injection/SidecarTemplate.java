package io.erlangcluster.operator.injection;

/**
 * What all sidecars have in common.
 *
 * @param image the image unless the cluster names one
 * @param operatorUrl where sidecars find the operator, {@code wss://host:port}
 * @param form how the sidecar stands in the pod
 * @param metrics who may read its metrics
 */
public record SidecarTemplate(String image, String operatorUrl, Form form, Metrics metrics) {

    /** With metrics for the pod alone. */
    public SidecarTemplate(String image, String operatorUrl, Form form) {
        this(image, operatorUrl, form, Metrics.POD);
    }

    /** How the sidecar stands in the pod. */
    public enum Form {
        /** An init container that keeps running (KEP-753): first to start, last to stop, does not keep a Job alive. */
        NATIVE,
        /** The first of the ordinary containers, for API servers before 1.29. */
        CONTAINER
    }

    /** Who reaches the port with the sidecar's metrics. */
    public enum Metrics {
        /** The pod's own processes, and kubectl port-forward. */
        POD,
        /** Whoever reaches the pod, a Prometheus for one. */
        NETWORK
    }
}
