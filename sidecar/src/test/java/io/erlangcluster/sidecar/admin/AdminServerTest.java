package io.erlangcluster.sidecar.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Over real sockets. */
@Timeout(120)
class AdminServerTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final String SCRAPE = "GET /metrics HTTP/1.1\r\nHost: pod\r\n\r\n";

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final List<Socket> clients = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void answersAndEndsTheConnection() throws Exception {
        int port = serve(64, LONG);

        assertThat(exchange(port, SCRAPE))
                .startsWith("HTTP/1.1 200 OK\r\ncontent-type: text/plain; version=0.0.4; charset=utf-8\r\n")
                .contains("connection: close", "\nerlangcluster_nodes{phase=\"up\"} 3\n");
    }

    @Test
    void aHeadHasTheHeadersOnly() throws Exception {
        int port = serve(64, LONG);

        String head = exchange(port, SCRAPE.replace("GET", "HEAD"));
        assertThat(head).startsWith("HTTP/1.1 200 OK").endsWith("\r\n\r\n");
        assertThat(head.substring(0, head.indexOf("\r\n\r\n")))
                .isEqualTo(exchange(port, SCRAPE).split("\r\n\r\n", 2)[0]);
    }

    @Test
    void aRequestInPiecesIsARequest() throws Exception {
        Socket client = connect(serve(64, LONG));
        client.setTcpNoDelay(true);
        for (byte next : SCRAPE.getBytes(UTF_8)) {
            client.getOutputStream().write(next);
        }
        assertThat(answer(client)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void furtherRequestsAndBodiesAreNotAnsweredAndTakeNoAnswerAway() throws Exception {
        int port = serve(64, LONG);

        assertThat(exchange(port, SCRAPE + SCRAPE + SCRAPE).split("HTTP/1.1 200 OK", -1))
                .hasSize(2);
        String body = "GET /healthz HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n" + "x".repeat(100_000);
        assertThat(exchange(port, body)).startsWith("HTTP/1.1 200 OK").endsWith("ok\n");
    }

    @Test
    void whatIsTooLongIsRefusedWithAnAnswer() throws Exception {
        int port = serve(64, LONG);

        assertThat(exchange(port, "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(exchange(port, "GET / HTTP/1.1\r\nA: " + "a".repeat(100_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(exchange(port, "GET / HTTP/1.1\r\n" + "A: a\r\n".repeat(10_000) + "\r\n"))
                .startsWith("HTTP/1.1 431 ");
    }

    @Test
    void garbageIsRefused() throws Exception {
        int port = serve(64, LONG);

        assertThat(exchange(port, "garbage\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(exchange(port, "\u0016\u0003\u0001\u0002hello\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void aClientThatIsSlowIsDropped() throws Exception {
        int port = serve(64, Duration.ofMillis(300));

        Socket silent = connect(port);
        Socket unfinished = connect(port);
        unfinished.getOutputStream().write("GET /metrics HT".getBytes(UTF_8));
        Socket lingering = connect(port);
        lingering.getOutputStream().write(SCRAPE.getBytes(UTF_8));

        assertThat(silent.getInputStream().read()).isEqualTo(-1);
        assertThat(unfinished.getInputStream().read()).isEqualTo(-1);
        assertThat(answer(lingering)).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void whoHoldsConnectionsShutsNobodyOut() throws Exception {
        int port = serve(8, LONG);
        List<Socket> idle = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            idle.add(connect(port));
        }
        assertThat(exchange(port, SCRAPE)).startsWith("HTTP/1.1 200 OK");

        assertThat(idle.getFirst().getInputStream().read()).isEqualTo(-1);
        idle.getLast().getOutputStream().write(SCRAPE.getBytes(UTF_8));
        assertThat(answer(idle.getLast())).startsWith("HTTP/1.1 200 OK");
    }

    @Test
    void aPortThatIsTakenIsToldWithTheSetting() throws Exception {
        int port = serve(64, LONG);

        assertThatThrownBy(() -> serve(port, 64, LONG))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(Integer.toString(port))
                .hasMessageContaining("ERLANGCLUSTER_ADMIN_PORT");
    }

    private int serve(int connections, Duration stay) {
        return serve(0, connections, stay);
    }

    private int serve(int port, int connections, Duration stay) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        return new AdminServer(group.next(), new AdminSettings(address, connections, stay), TestReadings.COMPLETE)
                .start();
    }

    private String exchange(int port, String request) throws IOException {
        Socket client = connect(port);
        client.getOutputStream().write(request.getBytes(ISO_8859_1));
        String answer = answer(client);
        client.close();
        return answer;
    }

    private static String answer(Socket client) throws IOException {
        return new String(client.getInputStream().readAllBytes(), UTF_8);
    }

    private Socket connect(int port) throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.setSoTimeout(60_000);
        clients.add(client);
        return client;
    }
}
