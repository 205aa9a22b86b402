package io.erlangcluster.e2e.kube;

import com.google.protobuf.ByteString;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.erlangcluster.e2e.sidecar.SidecarStream;
import io.erlangcluster.protocol.v1.CertificateRequest;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.security.auth.x500.X500Principal;
import org.awaitility.Awaitility;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** In the place of the sidecar of a pod of paper: asks the operator for its certificate. */
final class Applicant {

    private Applicant() {}

    /** What it gets; it believes the operator by {@code bundle}. The pod is the first one of paper. */
    static X509Certificate certificate(RealSystem system, String bundle) throws Exception {
        Pod pod = system.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withLabel(Workloads.RUN, "false")
                .list()
                .getItems()
                .getFirst();
        String token = Credentials.token(system.client(), pod, Credentials.AUDIENCE);
        try (HttpClient http = HttpClient.newBuilder()
                        .sslContext(Credentials.tls(bundle))
                        .build();
                SidecarStream stream = new SidecarStream(http, system.control())) {
            stream.say(SidecarStream.hello(pod, Shop.NAME, token))
                    .say(ToOperator.newBuilder()
                            .setCertificateRequest(
                                    CertificateRequest.newBuilder().setPkcs10(ByteString.copyFrom(request()))));
            return Awaitility.await("a certificate")
                    .atMost(30, TimeUnit.SECONDS)
                    .until(() -> answers(stream), answers -> !answers.isEmpty())
                    .getFirst();
        }
    }

    private static byte[] request() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        KeyPair pair = generator.generateKeyPair();
        return new JcaPKCS10CertificationRequestBuilder(new X500Principal(""), pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()))
                .getEncoded();
    }

    private static List<X509Certificate> answers(SidecarStream stream) throws Exception {
        CertificateFactory x509 = CertificateFactory.getInstance("X.509");
        List<X509Certificate> certificates = new ArrayList<>();
        for (ToSidecar message : stream.received()) {
            if (message.hasCertificate()) {
                certificates.add((X509Certificate) x509.generateCertificate(new ByteArrayInputStream(
                        message.getCertificate().getChain(0).toByteArray())));
            }
        }
        return certificates;
    }
}
