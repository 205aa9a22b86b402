package io.erlangcluster.sidecar.identity;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Whether a chain leads to one of our authorities, today, whichever end of a connection showed it (PKIX, RFC 5280). Who
 * the pod is that it names is asked after the handshake: resumed sessions do not come by here. No revocation lists: the
 * registry decides who is still there.
 */
public final class PodTrust extends X509ExtendedTrustManager {

    private final List<X509Certificate> authorities;

    public PodTrust(List<X509Certificate> authorities) {
        this.authorities = List.copyOf(authorities);
    }

    /** Throws CertificateException, caused by what the path validator says, if {@code chain} does not lead there. */
    public void check(List<X509Certificate> chain) throws CertificateException {
        if (chain.isEmpty() || authorities.isEmpty()) {
            throw new CertificateException(chain.isEmpty() ? "no certificate" : "no authority to compare it with");
        }
        Set<TrustAnchor> anchors = new HashSet<>();
        authorities.forEach(authority -> anchors.add(new TrustAnchor(authority, null)));
        try {
            PKIXParameters parameters = new PKIXParameters(anchors);
            parameters.setRevocationEnabled(false);
            List<X509Certificate> path =
                    chain.stream().filter(shown -> !authorities.contains(shown)).toList();
            CertPathValidator.getInstance("PKIX")
                    .validate(CertificateFactory.getInstance("X.509").generateCertPath(path), parameters);
        } catch (GeneralSecurityException e) {
            throw new CertificateException(String.valueOf(e.getMessage()), e);
        }
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        check(Arrays.asList(chain));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String kind) throws CertificateException {
        check(chain);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }
}
