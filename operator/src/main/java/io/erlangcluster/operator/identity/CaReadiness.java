package io.erlangcluster.operator.identity;

import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Without a CA no handshake succeeds, so nobody should be sent here. */
@Readiness
@Singleton
class CaReadiness implements HealthCheck {

    private final CertificateAuthority authority;

    CaReadiness(CertificateAuthority authority) {
        this.authority = authority;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("certificate authority")
                .status(authority.isReady())
                .build();
    }
}
