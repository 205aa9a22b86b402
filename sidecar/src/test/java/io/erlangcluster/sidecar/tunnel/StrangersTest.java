package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.identity.PodTrust;
import io.erlangcluster.sidecar.identity.TestAuthority;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whoever comes to a pod's tunnel port and is no sidecar: each is closed soon, counted, and costs the others nothing.
 */
@Timeout(120)
class StrangersTest {

    private static final Duration GENEROUS = Duration.ofSeconds(30);
    private static final byte[] CLIENT_HELLO_CUT_SHORT = {0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, (byte) 0xFC};

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final TestAuthority authority = new TestAuthority();
    private final OwnIdentity own = new OwnIdentity();
    private MutualTls mutual;
    private TestPod pod;

    @BeforeEach
    void aPodWithItsCertificate() throws Exception {
        mutual = new MutualTls(group.next(), own, TestPod.SHORT);
        pod = new TestPod(group.next(), "worker-0", "127.0.0.3", mutual);
        pod.knows(pod.asNode());
        Identity identity = authority.pod("pod-worker-0", "uid-worker-0");
        pod.onLoop(() -> {
            own.trust(identity.authorities());
            own.certified(identity.key(), identity.chain());
            return true;
        });
    }

    @AfterEach
    void close() throws Exception {
        pod.close();
        pod.onLoop(() -> {
            mutual.close();
            return true;
        });
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void plainText() throws Exception {
        assertTurnedAway("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aPrefaceWithoutTls() throws Exception {
        assertTurnedAway(new byte[] {'E', 'C', 'T', '1', 0, 0});
    }

    @Test
    void aHandshakeThatIsNeverFinished() throws Exception {
        assertTurnedAway(CLIENT_HELLO_CUT_SHORT);
    }

    @Test
    void nothingAtAll() throws Exception {
        assertTurnedAway(new byte[0]);
    }

    @Test
    void tls12() throws Exception {
        Identity good = authority.pod("pod-web-0", "uid-web-0");
        assertTurnedAway("TLSv1.2", Optional.of(good), Answer.HANDSHAKE);
    }

    @Test
    void tlsWithoutACertificate() throws Exception {
        assertTurnedAway("TLSv1.3", Optional.empty(), Answer.NO_CERTIFICATE);
    }

    @Test
    void tlsWithACertificateOfItsOwnMaking() throws Exception {
        Identity foreign = new TestAuthority().pod("pod-web-0", "uid-web-0");
        assertTurnedAway("TLSv1.3", Optional.of(foreign), Answer.FOREIGN_CERTIFICATE);
    }

    @Test
    void aGoodCertificateAndNoPreface() throws Exception {
        Identity good = authority.pod("pod-web-0", "uid-web-0");
        try (SSLSocket stranger = tls("TLSv1.3", Optional.of(good))) {
            stranger.startHandshake();
            assertThat(readUntilClosed(stranger)).containsExactly(Answer.BAD_PREFACE.code());
        }
        assertThat(pod.counters.refused(Answer.BAD_PREFACE)).isEqualTo(1);
    }

    private void assertTurnedAway(byte[] said) throws Exception {
        try (Socket stranger = pod.dialTunnelFrom("127.0.0.9")) {
            stranger.getOutputStream().write(said);
            readUntilClosed(stranger);
        }
        await().atMost(GENEROUS).until(() -> pod.counters.refused(Answer.HANDSHAKE) == 1);
        assertThat(pod.counters.linksOpen()).isZero();
    }

    private void assertTurnedAway(String protocol, Optional<Identity> identity, Answer cause) throws Exception {
        try (SSLSocket stranger = tls(protocol, identity)) {
            try {
                stranger.startHandshake();
                assertThat(readUntilClosed(stranger)).isEmpty();
            } catch (IOException alert) {
                // As good.
            }
        }
        await().atMost(GENEROUS).until(() -> pod.counters.refused(cause) == 1);
        assertThat(pod.counters.linksOpen()).isZero();
    }

    private SSLSocket tls(String protocol, Optional<Identity> identity) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        KeyManager[] keys = identity.isPresent() ? keys(identity.get()) : new KeyManager[0];
        TrustManager[] trust = {new PodTrust(java.util.List.of(authority.certificate()))};
        context.init(keys, trust, null);
        SSLSocket socket = (SSLSocket) context.getSocketFactory()
                .createSocket(pod.dialTunnelFrom("127.0.0.9"), "127.0.0.3", pod.tunnelAddress.getPort(), true);
        socket.setEnabledProtocols(new String[] {protocol});
        socket.setSoTimeout((int) GENEROUS.toMillis());
        return socket;
    }

    private static KeyManager[] keys(Identity identity) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("pod", identity.key(), new char[0], identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, new char[0]);
        return factory.getKeyManagers();
    }

    private static byte[] readUntilClosed(Socket socket) throws IOException {
        socket.setSoTimeout((int) GENEROUS.toMillis());
        try {
            return socket.getInputStream().readAllBytes();
        } catch (java.net.SocketException reset) {
            return new byte[0];
        }
    }
}
