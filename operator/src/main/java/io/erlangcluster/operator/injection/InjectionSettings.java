package io.erlangcluster.operator.injection;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** How pods are injected and how the API server is told to ask. */
@ConfigMapping(prefix = "erlangcluster.injection")
public interface InjectionSettings {

    /** Image of the sidecar in clusters that name none. */
    @WithDefault("erlang-cluster-sidecar:0.1.0")
    String sidecarImage();

    /**
     * Where sidecars find the operator, {@code wss://host:port}; its Service when absent. Another host must be among
     * {@code erlangcluster.identity.extra-names}.
     */
    Optional<String> operatorUrl();

    /** Native or Container; what the API server's version can do when absent. */
    Optional<SidecarTemplate.Form> sidecarForm();

    /** Who reaches the sidecars' metrics: POD, or NETWORK for a Prometheus that scrapes them. */
    @WithDefault("POD")
    SidecarTemplate.Metrics sidecarMetrics();

    /** What the API server is told. */
    Webhook webhook();

    /** What the API server is told. */
    interface Webhook {

        /** Name of the MutatingWebhookConfiguration. */
        @WithDefault("erlang-cluster-operator")
        String name();

        /** The Service's port for HTTPS. */
        @WithDefault("443")
        int port();

        /** {@code https://host:port} to call instead of the Service; for an operator outside of the cluster. */
        Optional<URI> url();

        /**
         * Whether the operator writes its CA into the configuration. If false, somebody else (cert-manager's
         * cainjector) does, and what he wrote is left alone.
         */
        @WithDefault("true")
        boolean caBundle();

        /** How long the API server waits for an answer; 2 s to 30 s, whole seconds. */
        @WithDefault("10s")
        Duration timeout();

        /** Largest review that is read, in bytes; a pod cannot be larger than what etcd takes, 1.5 MiB. */
        @WithName("max-review")
        @WithDefault("3145728")
        int maxReview();

        /** Reviews worked on at a time; one more waits until its time is over. */
        @WithDefault("64")
        int concurrency();
    }
}
