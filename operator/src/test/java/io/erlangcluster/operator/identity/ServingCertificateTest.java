package io.erlangcluster.operator.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;

class ServingCertificateTest {

    private static final int TIMEOUT = 30_000;

    private final TestClock clock = new TestClock();
    private final CertificateAuthority authority = new CertificateAuthority(clock);
    private final TestSettings settings = new TestSettings(true);
    private final ServingCertificate serving = new ServingCertificate(authority, settings, settings, clock);

    @Test
    void itSpeaksForTheServiceAndTheExtraNames() throws Exception {
        authority.use(Generations.first(Issuer.authority(clock.instant(), TestSettings.CA_LIFE)));
        assertThat(current().getSubjectAlternativeNames())
                .<Object>extracting(name -> name.get(1))
                .containsExactly(
                        "operator",
                        "operator.system",
                        "operator.system.svc",
                        "operator.system.svc.cluster.local",
                        "127.0.0.1",
                        "localhost");
        assertThat(current().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void itIsRenewedAfterTwoThirdsOfItsLife() {
        authority.use(Generations.first(Issuer.authority(clock.instant(), TestSettings.CA_LIFE)));
        X509Certificate first = current();
        clock.pass(Duration.ofDays(19));
        assertThat(current()).isEqualTo(first);
        clock.pass(Duration.ofDays(1));
        assertThat(current()).isNotEqualTo(first);
    }

    @Test
    void itIsRenewedWhenNobodyTrustsItsIssuerAnyMore() {
        authority.use(Generations.first(Issuer.authority(clock.instant(), TestSettings.CA_LIFE)));
        X509Certificate first = current();
        KeyAndCertificate another = Issuer.authority(clock.instant(), TestSettings.CA_LIFE);
        authority.use(Generations.first(another));
        assertThat(current().getIssuerX500Principal())
                .isEqualTo(another.certificate().getSubjectX500Principal())
                .isNotEqualTo(first.getIssuerX500Principal());
    }

    @Test
    void aRunningServerShowsTheCertificateOfTheMoment() throws Exception {
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(new KeyManager[] {new ServingKeyManager(serving)}, null, null);
        try (SSLServerSocket socket = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> handshake(socket, Issuer.authority(clock.instant(), TestSettings.CA_LIFE)))
                    .as("without a CA there is nothing to show")
                    .isInstanceOf(SSLHandshakeException.class);

            // The JDK's trust manager goes by the real clock.
            KeyAndCertificate first = Issuer.authority(java.time.Instant.now(), TestSettings.CA_LIFE);
            KeyAndCertificate second = Issuer.authority(java.time.Instant.now(), TestSettings.CA_LIFE);
            CertificateAuthority today = new CertificateAuthority();
            ServingCertificate fresh =
                    new ServingCertificate(today, settings, settings, java.time.InstantSource.system());
            SSLContext live = SSLContext.getInstance("TLS");
            live.init(new KeyManager[] {new ServingKeyManager(fresh)}, null, null);
            try (SSLServerSocket running = (SSLServerSocket)
                    live.getServerSocketFactory().createServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
                today.use(Generations.first(first));
                handshake(running, first);
                today.use(Generations.first(second));
                handshake(running, second);
            }
        }
    }

    /** Connects as the API server does: trusts one CA and checks the name. */
    private static void handshake(SSLServerSocket server, KeyAndCertificate trusted) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setCertificateEntry("ca", trusted.certificate());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(store);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        Thread answering = Thread.startVirtualThread(() -> {
            try (SSLSocket accepted = (SSLSocket) server.accept()) {
                accepted.setSoTimeout(TIMEOUT);
                accepted.startHandshake();
            } catch (IOException refused) {
                // The client sees it too, and is the one that is asserted on.
            }
        });
        try (SSLSocket socket = (SSLSocket)
                client.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.getLocalPort())) {
            socket.setSoTimeout(TIMEOUT);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
        } finally {
            answering.join();
        }
    }

    private X509Certificate current() {
        return serving.current().orElseThrow().certificate();
    }
}
