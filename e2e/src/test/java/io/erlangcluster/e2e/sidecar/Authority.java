package io.erlangcluster.e2e.sidecar;

import io.erlangcluster.chart.Chart;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.ThreadLocalRandom;
import javax.net.ssl.KeyManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A CA in the wrong hands: signs whatever it is told to. */
public record Authority(PrivateKey key, X509Certificate certificate) {

    private static final Duration LIFE = Duration.ofDays(365);
    private static final String PEM_LINES = "-----[^-]+-----|\\s";

    /** The operator's own, from its Secret. */
    public static Authority stolen(KubernetesClient api) throws Exception {
        Secret secret = secret(api);
        byte[] pem = Base64.getDecoder().decode(secret.getData().get("tls.crt"));
        X509Certificate certificate = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
        String key = new String(Base64.getDecoder().decode(secret.getData().get("tls.key")), StandardCharsets.US_ASCII);
        byte[] der = Base64.getDecoder().decode(key.replaceAll(PEM_LINES, ""));
        KeyFactory keys = KeyFactory.getInstance(certificate.getPublicKey().getAlgorithm());
        return new Authority(keys.generatePrivate(new PKCS8EncodedKeySpec(der)), certificate);
    }

    /** One that nobody trusts. */
    public static Authority foreign() throws Exception {
        KeyPair pair = newKey();
        X500Principal name = new X500Principal("CN=foreign");
        Instant from = Instant.now().minusSeconds(60);
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name, serial(), Date.from(from), Date.from(from.plus(LIFE)), name, pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        return new Authority(pair.getPrivate(), signed(builder, pair.getPrivate()));
    }

    /** The operator's Secret. */
    public static Secret secret(KubernetesClient api) {
        return api.secrets()
                .inNamespace(Chart.NAMESPACE)
                .withName(Chart.NAME + "-ca")
                .require();
    }

    /**
     * The same authority near the end of its life: what it signed before is as good as it was, and its successor is
     * due.
     *
     * @return its certificate, PEM
     */
    public String aged() throws Exception {
        Instant from = Instant.now().minus(Duration.ofDays(300));
        X500Principal name = certificate.getSubjectX500Principal();
        // The serial stays too: what it signed names its issuer by it.
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                certificate.getSerialNumber(),
                Date.from(from),
                Date.from(from.plus(LIFE)),
                name,
                certificate.getPublicKey());
        builder.copyAndAddExtension(Extension.basicConstraints, true, certificate)
                .copyAndAddExtension(Extension.keyUsage, true, certificate)
                .copyAndAddExtension(Extension.subjectKeyIdentifier, false, certificate);
        return "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder().encodeToString(signed(builder, key).getEncoded())
                + "\n-----END CERTIFICATE-----\n";
    }

    /** A key with a certificate for the pod of these names, shown whatever the peer asks for. */
    public KeyManager identity(PodNames names, Instant from, Instant until) throws Exception {
        KeyPair pair = newKey();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                certificate.getSubjectX500Principal(),
                serial(),
                Date.from(from),
                Date.from(until),
                new X500Principal(""),
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(new KeyPurposeId[] {
                    KeyPurposeId.id_kp_clientAuth, KeyPurposeId.id_kp_serverAuth
                }))
                .addExtension(Extension.subjectAlternativeName, true, names.toGeneralNames());
        return new OneIdentity(pair.getPrivate(), signed(builder, key));
    }

    /** What a pod's certificate says of it. */
    public record PodNames(String namespace, String pod, String uid, String cluster) {

        GeneralNames toGeneralNames() {
            return new GeneralNames(new GeneralName[] {
                new GeneralName(
                        GeneralName.uniformResourceIdentifier,
                        "spiffe://cluster.local/ns/" + namespace + "/pod/" + pod),
                new GeneralName(GeneralName.uniformResourceIdentifier, "urn:uuid:" + uid),
                new GeneralName(GeneralName.dNSName, cluster + "." + namespace)
            });
        }
    }

    private static KeyPair newKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }

    private static X509Certificate signed(JcaX509v3CertificateBuilder builder, PrivateKey key) throws Exception {
        String algorithm = key.getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(key)));
    }

    private static BigInteger serial() {
        return BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE));
    }
}
