package io.erlangcluster.e2e.kube;

import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** In cert-manager's place: a ClusterIssuer of a company, and what its Certificates get. */
record CertManager(KeyPair key, X509Certificate root) {

    private static final Duration LIFE = Duration.ofDays(90);

    static CertManager start() throws Exception {
        KeyPair key = newKey();
        X500Principal name = new X500Principal("CN=company root");
        return new CertManager(key, signed(key.getPrivate(), authority(builder(name, name, key))));
    }

    /** For a Certificate with {@code isCA: true}. */
    Issued authority(String commonName) throws Exception {
        KeyPair own = newKey();
        JcaX509v3CertificateBuilder builder =
                builder(root.getSubjectX500Principal(), new X500Principal("CN=" + commonName), own);
        return new Issued(own.getPrivate(), signed(key.getPrivate(), authority(builder)), root);
    }

    /** For a Certificate with {@code usages: [server auth]}. */
    Issued server(List<String> dnsNames, String ipAddress) throws Exception {
        KeyPair own = newKey();
        GeneralName[] names = Stream.concat(
                        dnsNames.stream().map(name -> new GeneralName(GeneralName.dNSName, name)),
                        Stream.of(new GeneralName(GeneralName.iPAddress, ipAddress)))
                .toArray(GeneralName[]::new);
        JcaX509v3CertificateBuilder builder = builder(root.getSubjectX500Principal(), new X500Principal(""), own);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                .addExtension(Extension.subjectAlternativeName, true, new GeneralNames(names));
        return new Issued(own.getPrivate(), signed(key.getPrivate(), builder), root);
    }

    private static JcaX509v3CertificateBuilder authority(JcaX509v3CertificateBuilder builder) throws Exception {
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
                .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature | KeyUsage.keyCertSign));
        return builder;
    }

    private static JcaX509v3CertificateBuilder builder(X500Principal issuer, X500Principal subject, KeyPair key) {
        Instant from = Instant.now().minusSeconds(60);
        return new JcaX509v3CertificateBuilder(
                issuer,
                BigInteger.valueOf(ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE)),
                Date.from(from),
                Date.from(from.plus(LIFE)),
                subject,
                key.getPublic());
    }

    private static X509Certificate signed(PrivateKey by, JcaX509v3CertificateBuilder builder) throws Exception {
        return new JcaX509CertificateConverter()
                .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by)));
    }

    private static KeyPair newKey() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return generator.generateKeyPair();
    }
}
