package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectKeyIdentifier;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Test;

class IssuerSecretTest {

    private static final Duration YEAR = Duration.ofDays(365);
    private static final int SIGNS = KeyUsage.keyCertSign;

    private final TestClock clock = new TestClock();
    private final KeyPair rootKey = Issuer.newKey();
    private final KeyPair key = Issuer.newKey();
    private final X509Certificate root = made("root", rootKey, "root", rootKey, new BasicConstraints(1), SIGNS);
    private final X509Certificate issuer = made("issuer", key, "root", rootKey, new BasicConstraints(0), SIGNS);

    @Test
    void anIntermediateWithItsChainSignsAndIsAllThatIsTrusted() {
        KeyAndCertificate read = read(List.of(issuer, root), key.getPrivate());
        assertThat(read.certificate()).isEqualTo(issuer);
        assertThat(Generations.first(read).trusted()).containsExactly(issuer);
    }

    /** What it signs names its key as its own certificate does, which need not be a hash. */
    @Test
    void whatItSignsIsFoundToBeItsOwn() {
        X509Certificate leaf = Issuer.issue(
                read(List.of(issuer), key.getPrivate()),
                Issuer.newKey().getPublic(),
                List.of(new SubjectName.Dns("shop.prod")),
                List.of(),
                clock.instant(),
                Duration.ofHours(1));
        assertThat(leaf.getIssuerX500Principal()).isEqualTo(issuer.getSubjectX500Principal());
        assertThat(leaf.getExtensionValue(Extension.authorityKeyIdentifier.getId()))
                .endsWith("key of issuer".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void anRsaKeyIsAsGood() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair rsa = generator.generateKeyPair();
        X509Certificate certificate = made("rsa", rsa, "root", rootKey, new BasicConstraints(0), SIGNS);
        assertThat(read(List.of(certificate), rsa.getPrivate()).certificate()).isEqualTo(certificate);
        generator.initialize(1024);
        KeyPair weak = generator.generateKeyPair();
        assertRefused(
                List.of(made("weak", weak, "root", rootKey, new BasicConstraints(0), SIGNS)),
                weak.getPrivate(),
                "its key is neither EC nor RSA of 2048 bits or more");
    }

    @Test
    void anotherKeyIsRefused() {
        assertRefused(List.of(issuer, root), rootKey.getPrivate(), "tls.key is not the key of the first certificate");
        assertRefused(List.of(root, issuer), key.getPrivate(), "tls.key is not the key of the first certificate");
    }

    @Test
    void whoIsNoAuthorityIsRefused() {
        assertRefused(
                List.of(made("leaf", key, "root", rootKey, new BasicConstraints(false), KeyUsage.digitalSignature)),
                key.getPrivate(),
                "it needs basicConstraints CA:TRUE");
        assertRefused(
                List.of(made("odd", key, "root", rootKey, new BasicConstraints(0), KeyUsage.cRLSign)),
                key.getPrivate(),
                "it needs keyUsage keyCertSign");
    }

    @Test
    void aChainThatIsNoneIsRefused() {
        X509Certificate other = made("root", key, "root", key, new BasicConstraints(1), SIGNS);
        assertRefused(
                List.of(issuer, other), key.getPrivate(), "certificate 1 of tls.crt is not signed by the one after");
        X509Certificate narrow = made("root", rootKey, "root", rootKey, new BasicConstraints(0), SIGNS);
        assertRefused(List.of(issuer, narrow), key.getPrivate(), "issue that from one with a path length of 1 or more");
    }

    @Test
    void beforeAndAfterItsLifeItIsRefused() {
        clock.pass(YEAR);
        assertRefused(List.of(issuer), key.getPrivate(), "it ended at 2031-01-01T00:00:00Z: put its successor");
        clock.pass(YEAR.multipliedBy(-2));
        assertRefused(
                List.of(issuer), key.getPrivate(), "it is valid from 2030-01-01T00:00:00Z on: are the clocks right");
    }

    @Test
    void anIncompleteSecretIsRefused() {
        assertThatThrownBy(() ->
                        IssuerSecret.read(new SecretBuilder().withType("Opaque").build(), clock.instant()))
                .hasMessageStartingWith("its type is Opaque, not kubernetes.io/tls");
        assertThatThrownBy(() -> IssuerSecret.read(
                        new SecretBuilder().withType(CaSecret.TYPE).build(), clock.instant()))
                .hasMessage("it has no tls.crt");
    }

    private void assertRefused(List<X509Certificate> chain, PrivateKey with, String why) {
        assertThatThrownBy(() -> read(chain, with))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("PRIVATE");
    }

    private KeyAndCertificate read(List<X509Certificate> chain, PrivateKey with) {
        return IssuerSecret.read(secret(chain, with), clock.instant());
    }

    private static Secret secret(List<X509Certificate> chain, PrivateKey with) {
        return new SecretBuilder()
                .withType(CaSecret.TYPE)
                .withData(Map.of("tls.crt", base64(Pem.of(chain)), "tls.key", base64(Pem.of(with))))
                .build();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private X509Certificate made(
            String name, KeyPair pair, String by, KeyPair signer, BasicConstraints constraints, int usage) {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                new X500Principal("CN=" + by),
                BigInteger.TEN,
                Date.from(clock.instant()),
                Date.from(clock.instant().plus(YEAR)),
                new X500Principal("CN=" + name),
                pair.getPublic());
        try {
            builder.addExtension(Extension.basicConstraints, true, constraints)
                    .addExtension(Extension.keyUsage, true, new KeyUsage(usage))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            new SubjectKeyIdentifier(("key of " + name).getBytes(StandardCharsets.US_ASCII)));
            String algorithm = Issuer.algorithm(signer.getPrivate());
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
