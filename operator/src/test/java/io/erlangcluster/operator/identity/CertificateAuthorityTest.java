package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.List;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class CertificateAuthorityTest {

    private static final List<SubjectName> NAMES = List.of(
            new SubjectName.Uri(URI.create("spiffe://cluster.local/ns/prod/pod/web-0")),
            new SubjectName.Node("web-0@shop.prod"));

    private final TestClock clock = new TestClock();
    private final CertificateAuthority authority = new CertificateAuthority(clock);
    private final KeyAndCertificate root = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
    private final KeyPair pair = Issuer.newKey();

    @Test
    void aSignedCertificateSpeaksForTheGivenNamesAndNoOther() throws Exception {
        authority.use(Generations.first(root));
        X509Certificate certificate = authority.sign(request(pair, pair), NAMES, Duration.ofHours(12));
        certificate.verify(root.certificate().getPublicKey());
        assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(certificate.getSubjectX500Principal().getName()).isEmpty();
        // The numbers are those of GeneralName in RFC 5280: 6 a URI, 1 an rfc822Name.
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> name.get(0), name -> name.get(1))
                .containsExactly(tuple(6, "spiffe://cluster.local/ns/prod/pod/web-0"), tuple(1, "web-0@shop.prod"));
        assertThat(certificate.getExtendedKeyUsage())
                .containsExactlyInAnyOrder("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).isEqualTo(-1);
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofHours(12)));
    }

    @Test
    void nothingOutlivesItsAuthority() throws Exception {
        authority.use(Generations.first(root));
        X509Certificate certificate = authority.sign(request(pair, pair), NAMES, Duration.ofDays(1000));
        assertThat(certificate.getNotAfter()).isEqualTo(root.certificate().getNotAfter());
    }

    @Test
    void whoeverHasNotTheKeyGetsNoCertificateForIt() throws Exception {
        authority.use(Generations.first(root));
        byte[] stolen = request(pair, Issuer.newKey());
        assertThatThrownBy(() -> authority.sign(stolen, NAMES, Duration.ofHours(1)))
                .isInstanceOf(SigningRefused.class)
                .hasMessageContaining("not signed by the key");
    }

    @Test
    void weakKeysAndGarbageAreRefused() throws Exception {
        authority.use(Generations.first(root));
        KeyPairGenerator weak = KeyPairGenerator.getInstance("RSA");
        weak.initialize(1024);
        KeyPair small = weak.generateKeyPair();
        assertThatThrownBy(() -> authority.sign(request(small, small), NAMES, Duration.ofHours(1)))
                .isInstanceOf(SigningRefused.class)
                .hasMessageContaining("2048");
        assertThatThrownBy(() -> authority.sign(new byte[] {1, 2, 3}, NAMES, Duration.ofHours(1)))
                .isInstanceOf(SigningRefused.class);
        assertThatThrownBy(() -> authority.sign(new byte[16 * 1024 + 1], NAMES, Duration.ofHours(1)))
                .isInstanceOf(SigningRefused.class)
                .hasMessageContaining("larger");
    }

    @Test
    void theBundleIsEveryoneToTrustAndChangesAreTold() {
        int[] told = {0};
        authority.onChange(() -> told[0]++);
        assertThat(authority.bundle()).isEmpty();
        authority.use(Generations.first(root));
        authority.use(Generations.first(root));
        assertThat(told[0]).isEqualTo(1);
        assertThat(Pem.certificates(authority.bundle().orElseThrow())).containsExactly(root.certificate());
    }

    @Test
    void keysSurviveTheirTextAndShowInNoOther() {
        assertThat(Pem.key(Pem.of(pair.getPrivate()))).isEqualTo(pair.getPrivate());
        assertThat(root.toString()).contains("until").doesNotContainIgnoringCase("key");
        assertThatThrownBy(() -> Pem.key("-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("not a private key")
                .hasNoCause();
    }

    @Test
    void whatItSignsIsProvenWithRsa() {
        assertThat(root.certificate().getPublicKey())
                .isInstanceOfSatisfying(
                        RSAPublicKey.class,
                        key -> assertThat(key.getModulus().bitLength()).isEqualTo(2048));
    }

    private static byte[] request(KeyPair key, KeyPair signer)
            throws OperatorCreationException, IOException, GeneralSecurityException {
        String algorithm = signer.getPrivate().getAlgorithm().equals("RSA") ? "SHA256withRSA" : "SHA256withECDSA";
        return new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=admin"), key.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate()))
                .getEncoded();
    }
}
