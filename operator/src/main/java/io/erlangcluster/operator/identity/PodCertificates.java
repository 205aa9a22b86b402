package io.erlangcluster.operator.identity;

import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.regex.Pattern;

/** Certificates for pods: short-lived, so that one that is stolen is soon worth nothing. */
@Singleton
public class PodCertificates {

    private static final Duration SHORTEST = Duration.ofMinutes(10);
    private static final Duration LONGEST = Duration.ofHours(24);

    /** SPIFFE-ID, section 2.1. */
    private static final Pattern TRUST_DOMAIN = Pattern.compile("[a-z0-9._-]{1,255}");

    private final CertificateAuthority authority;
    private final String trustDomain;
    private final Duration lifetime;

    /** Throws IllegalArgumentException if a setting cannot work: the operator does not start. */
    PodCertificates(CertificateAuthority authority, IdentitySettings settings) {
        this.authority = authority;
        this.trustDomain = settings.trustDomain();
        this.lifetime = settings.certificateLifetime();
        if (!TRUST_DOMAIN.matcher(trustDomain).matches()) {
            throw new IllegalArgumentException("erlangcluster.identity.trust-domain is '" + trustDomain
                    + "': it may have lower-case letters, digits, '.', '-' and '_', 255 at most");
        }
        if (lifetime.compareTo(SHORTEST) < 0 || lifetime.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("erlangcluster.identity.certificate-lifetime is " + lifetime
                    + ": it must be from " + SHORTEST + " to " + LONGEST);
        }
    }

    /**
     * A certificate for the key of {@code request}.
     *
     * @param request PKCS #10, DER; names in it are ignored
     * @param subject whom the certificate speaks for; the caller vouches for it
     * @throws SigningRefused if the request cannot be signed
     */
    public X509Certificate issue(byte[] request, PodSubject subject) throws SigningRefused {
        return authority.sign(request, subject.names(trustDomain), lifetime);
    }
}
