package io.erlangcluster.operator.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long keys live and where they are kept. */
@ConfigMapping(prefix = "erlangcluster.identity")
public interface IdentitySettings {

    /** The Secret, in the operator's namespace, that holds the CA's key and certificate. */
    @WithDefault("erlang-cluster-operator-ca")
    String caSecret();

    /**
     * Whether the operator makes and rotates the CA. If false, somebody else (cert-manager) keeps {@code tls.crt} and
     * {@code tls.key} of the Secret, and the operator only reads them.
     */
    @WithDefault("true")
    boolean managed();

    /**
     * A Secret of the operator's namespace and of type kubernetes.io/tls, with an authority that somebody else keeps.
     * If set, that signs and the operator makes none.
     */
    @WithName("issuer.secret-name")
    Optional<String> issuerSecret();

    /** Life of a CA certificate; its successor is announced after two thirds of it. */
    @WithDefault("365d")
    Duration caLifetime();

    /**
     * How long a successor is only trusted, before it signs: what every sidecar needs to learn of it, with a margin.
     */
    @WithDefault("24h")
    Duration announcement();

    /** Life of the operator's own serving certificate; it is replaced after two thirds of it. */
    @WithDefault("30d")
    Duration servingLifetime();

    /** The SPIFFE trust domain of the pods' certificates. */
    @WithDefault("cluster.local")
    String trustDomain();

    /** Life of a pod's certificate, 10 min to 24 h; its sidecar asks for another after two thirds of it. */
    @WithDefault("12h")
    Duration certificateLifetime();

    /** Tokens of sidecars that the API server is asked about at a time. */
    @WithDefault("32")
    int tokenReviews();

    /** Names and addresses under which the operator is reached besides its Service's. */
    Optional<List<String>> extraNames();
}
