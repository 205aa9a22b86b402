package io.erlangcluster.operator.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A certificate and the key it is for. Prints without the key.
 *
 * @param key the private key
 * @param certificate for its public half
 */
record KeyAndCertificate(PrivateKey key, X509Certificate certificate) {

    Instant from() {
        return certificate.getNotBefore().toInstant();
    }

    Instant until() {
        return certificate.getNotAfter().toInstant();
    }

    /** True once two thirds of the certificate's life are over. */
    boolean isDue(Instant now) {
        return !now.isBefore(
                from().plus(Duration.between(from(), until()).multipliedBy(2).dividedBy(3)));
    }

    @Override
    public String toString() {
        return "certificate " + certificate.getSerialNumber().toString(16) + " until " + until();
    }
}
