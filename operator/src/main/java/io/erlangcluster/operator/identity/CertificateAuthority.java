package io.erlangcluster.operator.identity;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.jboss.logging.Logger;

/** Signs for the operator and for its sidecars. All replicas share one authority, kept in a Secret. */
@Singleton
public class CertificateAuthority {

    private static final Logger LOG = Logger.getLogger(CertificateAuthority.class);

    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile Optional<Generations> generations = Optional.empty();

    @Inject
    CertificateAuthority() {
        this(InstantSource.system());
    }

    CertificateAuthority(InstantSource clock) {
        this.clock = clock;
    }

    /** False until the CA has been read or made. */
    public boolean isReady() {
        return generations.isPresent();
    }

    /**
     * The certificates that whoever talks to the operator or to a sidecar must trust, as PEM: the signing one, its
     * announced successor, and predecessors whose certificates may still be about. Empty until the CA is ready.
     */
    public Optional<String> bundle() {
        return generations.map(Generations::trusted).map(Pem::of);
    }

    /** From now on calls {@code listener} whenever {@link #bundle} has changed, on the thread that saw it. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * A certificate for the key of a certification request, good for TLS in both directions. Names in the request
     * itself are ignored.
     *
     * @param request PKCS #10, DER, at most 16 KiB
     * @param names what the certificate speaks for; the caller vouches for them
     * @param lifetime from now; ends with the CA's at the latest
     * @throws SigningRefused if the request is malformed, its key weak, or its signature not by that key
     * @throws IllegalStateException while the CA is not ready
     */
    public X509Certificate sign(byte[] request, Collection<SubjectName> names, Duration lifetime)
            throws SigningRefused {
        return issue(
                SigningRequest.key(request),
                names,
                List.of(KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth),
                lifetime);
    }

    X509Certificate issue(
            PublicKey key, Collection<SubjectName> names, List<KeyPurposeId> purposes, Duration lifetime) {
        return Issuer.issue(ready().current(), key, names, purposes, clock.instant(), lifetime);
    }

    /** True if what {@code issuer} signed is still accepted. */
    boolean trusts(X509Certificate issuer) {
        return generations.filter(all -> all.trusted().contains(issuer)).isPresent();
    }

    X509Certificate signer() {
        return ready().current().certificate();
    }

    Optional<Generations> generations() {
        return generations;
    }

    /** The Secret holds {@code latest} now. */
    void use(Generations latest) {
        Optional<Generations> before = generations;
        generations = Optional.of(latest);
        if (before.filter(known -> known.trusted().equals(latest.trusted())).isEmpty()) {
            LOG.infof(
                    "CA signer=%s announced=%s retired=%d",
                    latest.current(),
                    latest.next().map(Object::toString).orElse("none"),
                    latest.retired().size());
            listeners.forEach(Runnable::run);
        }
    }

    private Generations ready() {
        return generations.orElseThrow(() -> new IllegalStateException("the CA has not been read yet"));
    }
}
