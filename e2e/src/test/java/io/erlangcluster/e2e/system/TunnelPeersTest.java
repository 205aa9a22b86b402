package io.erlangcluster.e2e.system;

import static io.erlangcluster.e2e.system.PlatformExtension.awaitMesh;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.sidecar.Authority;
import io.erlangcluster.e2e.sidecar.Authority.PodNames;
import io.erlangcluster.e2e.sidecar.Credentials;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Who may come in through web-0's port 4370. The certificates are signed with the operator's own key, so that nothing
 * is wrong with each of them but what the test is about.
 */
@ExtendWith(PlatformExtension.class)
class TunnelPeersTest {

    private static final Duration LIFE = Duration.ofHours(1);

    /** Answers to a preface, as the sidecar's tunnel.Answer has them. */
    private static final int OK = 0;

    private static final int UNKNOWN_NODE = 1;
    private static final int WRONG_CERTIFICATE = 9;
    private static final int CLOSED = -1;

    /** The content type of RFC 8446, 5.1. */
    private static final int TLS_ALERT = 21;

    @Test
    void theRightCertificateIsLetIn(Platform platform) throws Exception {
        assertThat(dial(platform, good(platform, "web-1"), "web-1")).isEqualTo(OK);
    }

    @Test
    void noTlsNoWay(Platform platform) throws Exception {
        try (Socket plain = new Socket(address(platform), 4370)) {
            plain.setSoTimeout(20_000);
            plain.getOutputStream().write(preface("web-1"));
            assertThat(plain.getInputStream().read()).isIn(CLOSED, TLS_ALERT);
        } catch (IOException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
        awaitRefusal(platform, "HANDSHAKE");
    }

    @Test
    void noCertificateNoWay(Platform platform) throws Exception {
        assertThat(dial(platform, "web-1")).isEqualTo(CLOSED);
        awaitRefusal(platform, "NO_CERTIFICATE");
    }

    @Test
    void aForeignAuthoritysCertificateIsRefused(Platform platform) throws Exception {
        KeyManager foreign = Authority.foreign()
                .identity(
                        names(pod(platform, "web-1")),
                        Instant.now().minus(LIFE),
                        Instant.now().plus(LIFE));
        assertThat(dial(platform, foreign, "web-1")).isEqualTo(CLOSED);
        awaitRefusal(platform, "FOREIGN_CERTIFICATE");
    }

    @Test
    void anExpiredCertificateIsRefused(Platform platform) throws Exception {
        KeyManager expired = Authority.stolen(platform.client())
                .identity(
                        names(pod(platform, "web-1")),
                        Instant.now().minus(LIFE),
                        Instant.now().minusSeconds(60));
        assertThat(dial(platform, expired, "web-1")).isEqualTo(CLOSED);
        awaitRefusal(platform, "EXPIRED_CERTIFICATE");
    }

    @Test
    void anotherPodsCertificateIsRefused(Platform platform) throws Exception {
        assertThat(dial(platform, good(platform, "worker-0"), "web-1")).isEqualTo(WRONG_CERTIFICATE);
        awaitRefusal(platform, "WRONG_CERTIFICATE");
    }

    @Test
    void anotherClustersCertificateIsRefused(Platform platform) throws Exception {
        Pod pod = pod(platform, "web-1");
        PodNames other = new PodNames(Shop.NAMESPACE, "web-1", pod.getMetadata().getUid(), "other");
        assertThat(dial(platform, certified(platform, other), "web-1")).isEqualTo(WRONG_CERTIFICATE);
    }

    @Test
    void anotherNamespacesCertificateIsRefused(Platform platform) throws Exception {
        PodNames other = new PodNames(
                "evil", "web-1", pod(platform, "web-1").getMetadata().getUid(), Shop.NAME);
        assertThat(dial(platform, certified(platform, other), "web-1")).isEqualTo(WRONG_CERTIFICATE);
    }

    @Test
    void aNodeThatTheRegistryDoesNotListIsRefused(Platform platform) throws Exception {
        PodNames stranger = new PodNames(Shop.NAMESPACE, "web-42", "2f1d1b5e-0000-4000-8000-000000000042", Shop.NAME);
        assertThat(dial(platform, certified(platform, stranger), "web-42")).isEqualTo(UNKNOWN_NODE);
    }

    @Test
    void aDeletedPodsCertificateIsWorthNothingAtOnce(Platform platform) throws Exception {
        Pod created = platform.client().resource(platform.shop().pod("web", 7)).create();
        awaitMesh(platform, 4);
        KeyManager itsOwn = certified(platform, names(created));
        assertThat(dial(platform, itsOwn, "web-7")).isEqualTo(OK);
        platform.client().resource(created).delete();
        awaitMesh(platform, 3);
        assertThat(dial(platform, itsOwn, "web-7")).as("unexpired").isEqualTo(UNKNOWN_NODE);

        Pod successor =
                platform.client().resource(platform.shop().pod("web", 7)).create();
        awaitMesh(platform, 4);
        assertThat(dial(platform, itsOwn, "web-7"))
                .as("the name is another pod's now")
                .isEqualTo(WRONG_CERTIFICATE);
        platform.client().resource(successor).delete();
        awaitMesh(platform, 3);
    }

    private static KeyManager good(Platform platform, String pod) throws Exception {
        return certified(platform, names(pod(platform, pod)));
    }

    private static KeyManager certified(Platform platform, PodNames names) throws Exception {
        return Authority.stolen(platform.client())
                .identity(names, Instant.now().minusSeconds(60), Instant.now().plus(LIFE));
    }

    private static Pod pod(Platform platform, String name) {
        return platform.client()
                .pods()
                .inNamespace(Shop.NAMESPACE)
                .withName(name)
                .require();
    }

    private static PodNames names(Pod pod) {
        return new PodNames(
                Shop.NAMESPACE, pod.getMetadata().getName(), pod.getMetadata().getUid(), Shop.NAME);
    }

    private static int dial(Platform platform, KeyManager identity, String source) throws Exception {
        return dial(platform, new KeyManager[] {identity}, source);
    }

    private static int dial(Platform platform, String source) throws Exception {
        return dial(platform, new KeyManager[0], source);
    }

    /** Asks for web-0 in the name of {@code source}; the answer, or {@link #CLOSED} if TLS ended before one. */
    private static int dial(Platform platform, KeyManager[] identity, String source) throws Exception {
        var tls = Credentials.tls(Credentials.bundle(platform.client(), Shop.NAMESPACE), identity);
        try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket(address(platform), 4370)) {
            socket.setSoTimeout(20_000);
            socket.startHandshake();
            socket.getOutputStream().write(preface(source));
            return socket.getInputStream().read();
        } catch (SocketTimeoutException silent) {
            throw silent;
        } catch (IOException alertOrReset) {
            return CLOSED;
        }
    }

    private static String address(Platform platform) {
        return platform.runner().pod("web-0").orElseThrow().network().ip();
    }

    private static byte[] preface(String source) throws IOException {
        ByteArrayOutputStream fields = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(fields);
        for (String field : new String[] {source + "@" + Shop.NAME + "." + Shop.NAMESPACE, "web-0", Shop.NAME}) {
            out.writeUTF(field);
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(whole);
        head.write("ECT1".getBytes(StandardCharsets.US_ASCII));
        head.writeShort(fields.size());
        head.write(fields.toByteArray());
        return whole.toByteArray();
    }

    private static void awaitRefusal(Platform platform, String cause) {
        Path log = platform.logs().resolve("web-0/erlang-sidecar.log");
        await("cause=" + cause + " in " + log)
                .atMost(20, SECONDS)
                .until(() -> Files.readString(log).contains("event=tunnel-refused cause=" + cause));
    }
}
