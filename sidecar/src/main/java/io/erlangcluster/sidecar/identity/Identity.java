package io.erlangcluster.sidecar.identity;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;

/**
 * Who this pod is to its peers, and whom it believes; immutable.
 *
 * @param key of the pod's own certificate; shows in no text
 * @param chain the pod's own certificate first
 * @param authorities whose certificates count
 */
public record Identity(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> authorities) {

    public Identity {
        chain = List.copyOf(chain);
        authorities = List.copyOf(authorities);
    }

    /** What the certificate says of this pod. */
    public PodNames names() {
        return PodNames.of(chain.getFirst());
    }

    /** From then on no peer takes the certificate. */
    public Instant notAfter() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    @Override
    public String toString() {
        return "Identity[" + names() + ", notAfter=" + notAfter() + "]";
    }
}
