package io.erlangcluster.sidecar.tunnel;

import java.util.Arrays;
import java.util.Optional;

/** What the accepting sidecar says to a preface: one byte, before any data. */
public enum Answer {
    OK(0, "accepted"),
    UNKNOWN_NODE(
            1, "the accepting pod does not know that node: is its VM registered, does the operator list the source?"),
    POLICY(2, "the accepting pod must not take this link: compare cluster name and pod address of both ErlangNodes"),
    UNREACHABLE(3, "no connection: is the VM running and listening, is port 4370 open between the pods?"),
    BAD_PREFACE(4, "this is not a sidecar of the same release: compare the sidecar images of both pods"),
    BUSY(5, "too many links at once: look for a node that connects in a loop"),
    NO_CERTIFICATE(6, "the dialling end showed no certificate: only sidecars may connect to port 4370"),
    FOREIGN_CERTIFICATE(
            7,
            "the certificate does not come from an authority that the other end trusts: do both pods mount the same"
                    + " ConfigMap erlang-cluster-ca?"),
    EXPIRED_CERTIFICATE(
            8,
            "the certificate is not valid at this time: can the pod reach the operator to renew it, do both machines'"
                    + " clocks agree?"),
    WRONG_CERTIFICATE(
            9,
            "the certificate belongs to another pod than the registry says: compare pod and uid with the ErlangNode"),
    HANDSHAKE(
            10,
            "no TLS 1.3 between the two ends: has the other pod's sidecar its certificate already, is it of this release,"
                    + " and is spec.tls the same for both?"),
    NO_IDENTITY(11, "this pod has no certificate yet: is the operator running and reachable?"),
    WRONG_COOKIE(
            12,
            "the VM has another cookie than its pod: let it take the one in NODE_COOKIE, and look for a second"
                    + " -setcookie, which makes Erlang ignore both"),
    PLAIN_PEER(13, "nodes of two clusters are linked over TLS only: set spec.tls to Mutual in both ErlangClusters"),
    NOT_GRANTED(
            14,
            "the other cluster does not let us call that node: compare direction and services in spec.peers of both"
                    + " ErlangClusters");

    private final int code;
    private final String advice;

    Answer(int code, String advice) {
        this.code = code;
        this.advice = advice;
    }

    /** The byte on the wire. */
    public int code() {
        return code;
    }

    /** What a person can do about it. */
    public String advice() {
        return advice;
    }

    static Optional<Answer> of(int code) {
        return Arrays.stream(values()).filter(answer -> answer.code == code).findFirst();
    }
}
