package io.erlangcluster.api;

/** Pod annotations, all but {@link #INJECT} written by injection and read by everybody else. */
public final class Annotations {

    /** The name of the ErlangCluster the pod belongs to, in the pod's own namespace. */
    public static final String CLUSTER = "erlangcluster.io/cluster";

    /** The full name of the pod's node: {@code web-0@shop.prod}. */
    public static final String NODE_NAME = "erlangcluster.io/node-name";

    /** {@code true} once the sidecar and all that belongs to it is in the pod. */
    public static final String INJECTED = "erlangcluster.io/injected";

    /** {@code "false"} on a pod that its user keeps out of the cluster although the selector matches it. */
    public static final String INJECT = "erlangcluster.io/inject";

    private Annotations() {}
}
