package io.erlangcluster.operator.identity;

import io.erlangcluster.operator.OperatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Short round numbers: a CA of 90 days that announces its successor a day ahead. */
record TestSettings(boolean managed, String trustDomain, Duration certificateLifetime, Optional<String> issuerSecret)
        implements IdentitySettings, OperatorSettings {

    static final Duration CA_LIFE = Duration.ofDays(90);

    TestSettings(boolean managed) {
        this(managed, "cluster.local", Duration.ofHours(12));
    }

    TestSettings(boolean managed, String trustDomain, Duration certificateLifetime) {
        this(managed, trustDomain, certificateLifetime, Optional.empty());
    }

    /** With an authority that somebody else keeps. */
    static TestSettings issuer(String secret) {
        return new TestSettings(true, "cluster.local", Duration.ofHours(12), Optional.of(secret));
    }

    @Override
    public int tokenReviews() {
        return 2;
    }

    @Override
    public Optional<List<String>> namespaces() {
        return Optional.empty();
    }

    @Override
    public String caSecret() {
        return "ca";
    }

    @Override
    public Duration caLifetime() {
        return CA_LIFE;
    }

    @Override
    public Duration announcement() {
        return Duration.ofDays(1);
    }

    @Override
    public Duration servingLifetime() {
        return Duration.ofDays(30);
    }

    @Override
    public Optional<List<String>> extraNames() {
        return Optional.of(List.of("127.0.0.1", "localhost"));
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
