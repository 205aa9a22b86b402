package io.erlangcluster.operator.identity;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;

/** When the signing CA ends, as Unix time in seconds; NaN while there is none. */
@Startup
@Singleton
class CaMetrics {

    CaMetrics(MeterRegistry meters, CertificateAuthority authority) {
        Gauge.builder("erlangcluster.ca.expiry.timestamp", authority, CaMetrics::expiry)
                .baseUnit("seconds")
                .strongReference(true)
                .register(meters);
    }

    private static double expiry(CertificateAuthority authority) {
        return authority.isReady()
                ? authority.signer().getNotAfter().toInstant().getEpochSecond()
                : Double.NaN;
    }
}
