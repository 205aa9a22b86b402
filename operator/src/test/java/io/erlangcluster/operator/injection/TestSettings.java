package io.erlangcluster.operator.injection;

import io.erlangcluster.operator.OperatorSettings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Defaults, in a namespace called system. */
record TestSettings(Optional<URI> url, Optional<SidecarTemplate.Form> sidecarForm)
        implements InjectionSettings, InjectionSettings.Webhook, OperatorSettings {

    @Override
    public String sidecarImage() {
        return "sidecar:1";
    }

    @Override
    public Optional<String> operatorUrl() {
        return Optional.empty();
    }

    @Override
    public Optional<List<String>> namespaces() {
        return Optional.empty();
    }

    @Override
    public SidecarTemplate.Metrics sidecarMetrics() {
        return SidecarTemplate.Metrics.POD;
    }

    @Override
    public Webhook webhook() {
        return this;
    }

    @Override
    public String name() {
        return "erlang-cluster-operator";
    }

    @Override
    public int port() {
        return 443;
    }

    @Override
    public boolean caBundle() {
        return true;
    }

    @Override
    public Duration timeout() {
        return Duration.ofSeconds(10);
    }

    @Override
    public int maxReview() {
        return 3 * 1024 * 1024;
    }

    @Override
    public int concurrency() {
        return 64;
    }

    @Override
    public String namespace() {
        return "system";
    }

    @Override
    public String service() {
        return "operator";
    }
}
