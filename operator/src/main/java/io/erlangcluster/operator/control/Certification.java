package io.erlangcluster.operator.control;

import com.google.protobuf.ByteString;
import io.erlangcluster.operator.identity.PodCertificates;
import io.erlangcluster.operator.identity.PodSubject;
import io.erlangcluster.operator.identity.SigningRefused;
import io.erlangcluster.operator.node.NodeStore;
import io.erlangcluster.operator.node.PodLookup;
import io.erlangcluster.protocol.v1.Certificate;
import io.erlangcluster.protocol.v1.CertificateRequest;
import io.fabric8.kubernetes.client.KubernetesClientException;
import jakarta.inject.Singleton;
import java.security.cert.CertificateEncodingException;

/** Answers a sidecar's request for a certificate with what the operator knows of its pod, whatever was asked for. */
@Singleton
class Certification {

    private final PodCertificates certificates;
    private final NodeStore nodes;
    private final PodLookup pods;

    Certification(PodCertificates certificates, NodeStore nodes, PodLookup pods) {
        this.certificates = certificates;
        this.nodes = nodes;
        this.pods = pods;
    }

    /** May ask the API server, and so block. */
    Certificate certify(Session session, CertificateRequest request) throws SigningRefused {
        PodSubject subject = new PodSubject(
                session.namespace(),
                session.pod(),
                session.podUid(),
                session.cluster().getName(),
                session.nodeName().filter(name -> !isAnothers(name, session)));
        try {
            return Certificate.newBuilder()
                    .addChain(ByteString.copyFrom(certificates
                            .issue(request.getPkcs10().toByteArray(), subject)
                            .getEncoded()))
                    .build();
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("what we signed can be written", impossible);
        }
    }

    /** A name that a pod only claims, by what it reports or by an annotation of its maker, may be a living pod's. */
    private boolean isAnothers(String name, Session session) {
        return nodes.named(session.cluster(), name).stream()
                .filter(node ->
                        !node.getSpec().isLease() && !node.getSpec().pod().uid().equals(session.podUid()))
                .anyMatch(node -> isThere(
                        session.namespace(),
                        node.getSpec().pod().name(),
                        node.getSpec().pod().uid()));
    }

    private boolean isThere(String namespace, String pod, String uid) {
        try {
            return pods.find(namespace, pod, uid).isPresent();
        } catch (KubernetesClientException unknown) {
            return true;
        }
    }
}
