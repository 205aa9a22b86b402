package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.identity.PodNames;
import io.erlangcluster.sidecar.registry.ClusterNode;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Whose certificate stands behind a session. Asked of every connection, because a resumed session has not been through
 * the trust manager, and because the registry may have changed since the certificate was issued.
 */
final class PeerCertificate {

    private PeerCertificate() {}

    /** What speaks against taking the other end of {@code session} for {@code node}'s pod. */
    static Optional<Objection> objection(SSLSession session, PodNames own, ClusterNode node) {
        return untimely(session).or(() -> mistaken(session, own, node));
    }

    /** The same, whenever its certificate is or was valid. */
    static Optional<Objection> mistaken(SSLSession session, PodNames own, ClusterNode node) {
        try {
            return objection(PodNames.of(shown(session)), own, node);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.of(new Objection(Answer.NO_CERTIFICATE, "no certificate"));
        }
    }

    private static Optional<Objection> untimely(SSLSession session) {
        try {
            shown(session).checkValidity();
            return Optional.empty();
        } catch (SSLPeerUnverifiedException e) {
            return Optional.of(new Objection(Answer.NO_CERTIFICATE, "no certificate"));
        } catch (CertificateExpiredException | CertificateNotYetValidException e) {
            return Optional.of(new Objection(Answer.EXPIRED_CERTIFICATE, String.valueOf(e.getMessage())));
        }
    }

    private static X509Certificate shown(SSLSession session) throws SSLPeerUnverifiedException {
        return (X509Certificate) session.getPeerCertificates()[0];
    }

    private static Optional<Objection> objection(PodNames shown, PodNames own, ClusterNode node) {
        boolean isThatPod = shown.uid().filter(uid -> uid.equals(node.podUid())).isPresent()
                && shown.pod().filter(pod -> pod.equals(node.pod())).isPresent();
        boolean isOfThatCluster =
                node.isPeer() ? shown.isNeighbourOf(own, node.name().host()) : shown.isKinOf(own);
        return isThatPod && isOfThatCluster
                ? Optional.empty()
                : Optional.of(new Objection(
                        Answer.WRONG_CERTIFICATE,
                        "certificate of " + shown + ", and " + node.name() + " lives in pod " + node.pod() + " "
                                + node.podUid()));
    }
}
