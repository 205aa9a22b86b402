package io.erlangcluster.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.operator.identity.CertificateAuthority;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who sends a byte now and then keeps no connection: neither with headers nor with a body that has no end. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
@TestProfile(SlowClientTest.Impatient.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class SlowClientTest {

    private static final String HEADERS = "POST /admission/v1/prod/shop HTTP/1.1\r\nHost: operator\r\n";

    /** Twenty times the limit, and fewer bytes than headers may have. */
    private static final int BYTES = 200;

    private static final int PAUSE_MILLIS = 100;

    @Inject
    CertificateAuthority authority;

    @TestHTTPResource(value = "/", tls = true)
    URI webhook;

    @TestHTTPResource("/")
    URI probes;

    /** The limit of the product is minutes. */
    public static final class Impatient implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.http.idle-timeout", "1s");
        }
    }

    @Test
    void headersWithoutAnEndAreNotWaitedForByTheWebhook() throws IOException {
        try (Socket client = webhook()) {
            assertThat(isClosedWhileSending(client, HEADERS + "X-Slow: ")).isTrue();
        }
    }

    @Test
    void aBodyWithoutAnEndIsNotWaitedForByTheWebhook() throws IOException {
        try (Socket client = webhook()) {
            assertThat(isClosedWhileSending(client, HEADERS + "Content-Length: 1000\r\n\r\n"))
                    .isTrue();
        }
    }

    @Test
    void headersWithoutAnEndAreNotWaitedForWhereProbesAre() throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), probes.getPort())) {
            assertThat(isClosedWhileSending(client, HEADERS + "X-Slow: ")).isTrue();
        }
    }

    private Socket webhook() throws IOException {
        return TestTrust.in(authority)
                .getSocketFactory()
                .createSocket(InetAddress.getLoopbackAddress(), webhook.getPort());
    }

    private static boolean isClosedWhileSending(Socket client, String start) throws IOException {
        client.getOutputStream().write(start.getBytes(StandardCharsets.US_ASCII));
        client.setSoTimeout(PAUSE_MILLIS);
        for (int i = 0; i < BYTES; i++) {
            try {
                client.getOutputStream().write('a');
                if (client.getInputStream().read() < 0) {
                    return true;
                }
            } catch (SocketTimeoutException _) {
                assertThat(client.isClosed()).isFalse();
            } catch (IOException reset) {
                return true;
            }
        }
        return false;
    }
}
