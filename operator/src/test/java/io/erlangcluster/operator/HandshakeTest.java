package io.erlangcluster.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.operator.control.ControlServer;
import io.erlangcluster.operator.identity.CertificateAuthority;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;

/** The control stream's door below HTTP: TLS 1.3 or nothing, and no handshake takes longer than a Hello may. */
@QuarkusTest
@QuarkusTestResource(MockApiServer.class)
@SuppressWarnings("NullAway.Init") // Quarkus sets the fields
class HandshakeTest {

    private static final int PATIENCE_MILLIS = 30_000;

    /** The types of TLS records (RFC 8446, 5.1). */
    private static final byte ALERT = 21;

    private static final byte HANDSHAKE = 22;

    @Inject
    ControlServer control;

    @Inject
    CertificateAuthority authority;

    @Test
    void whoSpeaksNoTlsGetsNothing() throws IOException {
        try (Socket plain = connect()) {
            plain.getOutputStream()
                    .write("GET /v1/stream HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] answer = readAll(plain);
            assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP");
        }
    }

    @Test
    void whoSpeaksAnOlderTlsIsRefused() throws Exception {
        SSLContext tls = TestTrust.in(authority);
        try (SSLSocket old =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), control.port())) {
            old.setSoTimeout(PATIENCE_MILLIS);
            old.setEnabledProtocols(new String[] {"TLSv1.2"});
            assertThatThrownBy(old::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aHandshakeThatIsNeverFinishedEnds() throws Exception {
        byte[] hello = clientHello();
        try (Socket half = connect();
                Socket answered = connect()) {
            half.getOutputStream().write(hello, 0, hello.length / 2);
            answered.getOutputStream().write(hello);
            // It ends or readAll fails; the JDK's TLS says goodbye, BoringSSL says nothing.
            assertThat(readAll(half))
                    .as("an alert at most")
                    .satisfiesAnyOf(
                            said -> assertThat(said).isEmpty(),
                            said -> assertThat(said).startsWith(ALERT));
            assertThat(readAll(answered)).as("the server's part").startsWith(HANDSHAKE);
        }
    }

    @Test
    void aHandshakeThatDribblesEndsThoughItNeverPauses() throws Exception {
        byte[] hello = clientHello();
        try (Socket dribbling = connect()) {
            OutputStream out = dribbling.getOutputStream();
            long start = System.nanoTime();
            assertThatThrownBy(() -> {
                        for (int i = 0;
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start) < PATIENCE_MILLIS;
                                i++) {
                            out.write(hello[Math.min(i, hello.length - 2)]);
                            out.flush();
                            Thread.sleep(50);
                        }
                    })
                    .as("a write to a connection that the server closed")
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void whoAsksForSomethingElseOverTlsIsToldThatThereIsNothing() throws Exception {
        SSLContext tls = TestTrust.in(authority);
        try (SSLSocket curious =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), control.port())) {
            curious.setSoTimeout(PATIENCE_MILLIS);
            curious.getOutputStream()
                    .write("GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(curious.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 404");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), control.port());
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    /** What the server still says until it closes; fails if it does not. */
    private static byte[] readAll(Socket socket) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            InputStream in = socket.getInputStream();
            byte[] buffer = new byte[4096];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                all.write(buffer, 0, read);
            }
        } catch (SocketException reset) {
            // closed with bytes of ours unread
        }
        return all.toByteArray();
    }

    /** The first flight of a real client. */
    private byte[] clientHello() throws Exception {
        SSLContext tls = TestTrust.in(authority);
        try (ServerSocket recorder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(InetAddress.getLoopbackAddress(), recorder.getLocalPort());
                Socket heard = recorder.accept();
                SSLSocket secure = (SSLSocket) tls.getSocketFactory().createSocket(client, "127.0.0.1", 0, false)) {
            Thread handshaking = Thread.startVirtualThread(() -> {
                try {
                    secure.startHandshake();
                } catch (IOException endsWithTheRecorder) {
                    // nobody answers
                }
            });
            byte[] buffer = new byte[16 * 1024];
            byte[] header = heard.getInputStream().readNBytes(5);
            int length = ((header[3] & 0xff) << 8) | (header[4] & 0xff);
            System.arraycopy(header, 0, buffer, 0, header.length);
            int read = heard.getInputStream().readNBytes(buffer, header.length, length);
            heard.shutdownOutput();
            handshaking.join();
            return Arrays.copyOf(buffer, header.length + read);
        }
    }
}
