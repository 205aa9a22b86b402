package io.erlangcluster.api;

/** The syntax of Kubernetes labels (apimachinery validation.IsQualifiedName, IsValidLabelValue). */
final class Labels {

    static final String KEY =
            "^([a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$";

    /** A DNS name of 253 characters, a slash, and 63. */
    static final int MAX_KEY = 317;

    static final String VALUE = "^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$";
    static final int MAX_VALUE = 63;

    /** DNS label: what one part of a node's host may be. */
    static final String DNS_LABEL = "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$";

    static final int MAX_DNS_LABEL = 63;

    private Labels() {}
}
