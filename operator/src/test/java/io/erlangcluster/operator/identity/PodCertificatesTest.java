package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.erlangcluster.operator.TestRequests;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PodCertificatesTest {

    private static final String UID = "6a1f1c1e-0000-4000-8000-000000000001";

    private final TestClock clock = new TestClock();
    private final CertificateAuthority authority = new CertificateAuthority(clock);
    private final KeyPair pair = Issuer.newKey();

    @BeforeEach
    void readCa() {
        authority.use(Generations.first(Issuer.authority(clock.instant(), TestSettings.CA_LIFE)));
    }

    @Test
    void aCertificateSaysWhoThePodIsAndNothingOfWhatTheRequestSays() throws Exception {
        X509Certificate certificate = issue(Optional.of("web-0@shop.prod"));
        assertThat(certificate.getSubjectAlternativeNames())
                .extracting(name -> name.get(0), name -> name.get(1))
                // The numbers are those of GeneralName in RFC 5280: 6 a URI, 2 a DNS name, 1 an rfc822Name.
                .containsExactly(
                        tuple(6, "spiffe://cluster.local/ns/prod/pod/web-abc"),
                        tuple(6, "urn:uuid:" + UID),
                        tuple(2, "shop.prod"),
                        tuple(1, "web-0@shop.prod"));
        assertThat(certificate.getSubjectX500Principal().getName()).isEmpty();
        assertThat(certificate.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(certificate.getNotAfter().toInstant())
                .isEqualTo(clock.instant().plus(Duration.ofHours(12)));
    }

    @Test
    void anUnknownNodeAndOneWhoseNameIsNoAddressAreLeftOut() throws Exception {
        assertThat(issue(Optional.empty()).getSubjectAlternativeNames()).hasSize(3);
        assertThat(issue(Optional.of("b\u00fccher@shop.prod")).getSubjectAlternativeNames())
                .hasSize(3);
        assertThat(issue(Optional.of("a@b@shop.prod")).getSubjectAlternativeNames())
                .hasSize(3);
    }

    @Test
    void settingsThatCannotWorkAreRefusedAtTheStart() {
        assertThatThrownBy(() -> with("Cluster Local", Duration.ofHours(12))).hasMessageContaining("trust-domain");
        assertThatThrownBy(() -> with("cluster.local", Duration.ofHours(25))).hasMessageContaining("lifetime");
        assertThatThrownBy(() -> with("cluster.local", Duration.ofMinutes(9))).hasMessageContaining("lifetime");
    }

    private X509Certificate issue(Optional<String> node) throws Exception {
        return with("cluster.local", Duration.ofHours(12))
                .issue(
                        TestRequests.of(pair, "CN=root", "web-9@bank.prod"),
                        new PodSubject("prod", "web-abc", UID, "shop", node));
    }

    private PodCertificates with(String trustDomain, Duration lifetime) {
        return new PodCertificates(authority, new TestSettings(true, trustDomain, lifetime));
    }
}
