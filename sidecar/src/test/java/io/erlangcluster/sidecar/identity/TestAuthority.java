package io.erlangcluster.sidecar.identity;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;

/** Issues what the operator issues, and what it never would. */
public final class TestAuthority {

    private static final AtomicLong SERIAL = new AtomicLong(1);

    private final KeyPair pair = newKey();
    private final X509Certificate certificate;

    public TestAuthority() {
        try {
            X500Principal name = new X500Principal("CN=test CA " + SERIAL.get());
            certificate = sign(builder(name, name, pair.getPublic(), Duration.ofDays(1))
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(0))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** As in the ConfigMap. */
    public String pem() throws Exception {
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                        .encodeToString(certificate.getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** The identity of a pod of cluster shop in namespace prod. */
    public Identity pod(String pod, String uid) {
        return pod(pod, uid, Duration.ofHours(1));
    }

    /** One that ends {@code life} from now; less than nothing: it has ended. */
    public Identity pod(String pod, String uid, Duration life) {
        KeyPair key = newKey();
        return new Identity(
                key.getPrivate(), List.of(podCertificate(key.getPublic(), pod, uid, life)), List.of(certificate));
    }

    /** The identity of a pod of {@code cluster} in {@code namespace}. */
    public Identity pod(String pod, String uid, String cluster, String namespace) {
        KeyPair key = newKey();
        return new Identity(
                key.getPrivate(),
                List.of(podCertificate(key.getPublic(), pod, uid, cluster, namespace, Duration.ofHours(1))),
                List.of(certificate));
    }

    /** Answers a request as the operator does; {@code pkcs10} must be signed by its own key. */
    public X509Certificate certify(byte[] pkcs10, String pod, String uid, Duration life) throws Exception {
        JcaPKCS10CertificationRequest request = new JcaPKCS10CertificationRequest(pkcs10);
        if (!request.isSignatureValid(new org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder()
                .build(request.getPublicKey()))) {
            throw new IllegalArgumentException("not signed by its key");
        }
        return podCertificate(request.getPublicKey(), pod, uid, life);
    }

    /** A server's identity for {@code host}, an address or a name. */
    public Identity server(String host) throws Exception {
        boolean address = host.matches("[0-9.]+");
        GeneralName name = new GeneralName(
                address ? GeneralName.iPAddress : GeneralName.dNSName,
                address ? InetAddress.ofLiteral(host).getHostAddress() : host);
        KeyPair key = newKey();
        return new Identity(
                key.getPrivate(),
                List.of(leaf(key.getPublic(), List.of(name), Duration.ofHours(1))),
                List.of(certificate));
    }

    private X509Certificate podCertificate(PublicKey key, String pod, String uid, Duration life) {
        return podCertificate(key, pod, uid, "shop", "prod", life);
    }

    private X509Certificate podCertificate(
            PublicKey key, String pod, String uid, String cluster, String namespace, Duration life) {
        List<GeneralName> names = new ArrayList<>();
        names.add(new GeneralName(
                GeneralName.uniformResourceIdentifier, "spiffe://cluster.local/ns/" + namespace + "/pod/" + pod));
        names.add(new GeneralName(GeneralName.uniformResourceIdentifier, "urn:uuid:" + uid));
        names.add(new GeneralName(GeneralName.dNSName, cluster + "." + namespace));
        return leaf(key, names, life);
    }

    private X509Certificate leaf(PublicKey key, List<GeneralName> names, Duration life) {
        try {
            return sign(builder(certificate.getSubjectX500Principal(), new X500Principal(""), key, life)
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                        KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth
                    }))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            true,
                            new GeneralNames(names.toArray(GeneralName[]::new))));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static JcaX509v3CertificateBuilder builder(
            X500Principal issuer, X500Principal subject, PublicKey key, Duration life) {
        Instant end = Instant.now().plus(life);
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(SERIAL.incrementAndGet()),
                Date.from(Instant.now().minus(Duration.ofDays(2))),
                Date.from(end),
                subject,
                key);
    }

    private X509Certificate sign(org.bouncycastle.cert.X509v3CertificateBuilder builder) throws Exception {
        PrivateKey key = pair.getPrivate();
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
    }

    private static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
