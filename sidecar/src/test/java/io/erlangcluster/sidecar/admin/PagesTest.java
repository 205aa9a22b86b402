package io.erlangcluster.sidecar.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagesTest {

    private static final String POD = "10.0.0.1";

    @ParameterizedTest
    @CsvSource({
        "/healthz, 200 OK",
        "/readyz?verbose=1, 200 OK",
        "/metrics, 200 OK",
        "/nodes, 200 OK",
        "/nodes?selector=app%3Dweb&prefix=web-, 200 OK",
        "/nodes?selector=%3D%3D, 400 Bad Request",
        "/nodes?name=web-0, 400 Bad Request",
        "/nodes?selector=%zz, 400 Bad Request",
        "/%, 400 Bad Request",
        "/, 404 Not Found",
        "/metrics/, 404 Not Found"
    })
    void answersEveryPathWithItsStatus(String uri, String status) {
        assertThat(get(TestReadings.COMPLETE, uri, POD)).startsWith("HTTP/1.1 " + status + "\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "OPTIONS", "PRI"})
    void onlyReads(String method) {
        assertThat(ask(TestReadings.COMPLETE, method + " /metrics HTTP/1.1\r\n\r\n", POD))
                .startsWith("HTTP/1.1 405 Method Not Allowed")
                .contains("allow: GET, HEAD");
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 200", "10.0.0.1, 200", "10.0.0.2, 403"})
    void answersLookUpsInsideThePodOnly(String from, int status) {
        assertThat(get(TestReadings.COMPLETE, "/nodes", from)).startsWith("HTTP/1.1 " + status);
        assertThat(get(TestReadings.COMPLETE, "/metrics", from)).startsWith("HTTP/1.1 200");
    }

    @Test
    void isNotReadyWithoutEpmd() {
        assertThat(get(TestReadings.FRESH, "/readyz", "10.0.0.2"))
                .startsWith("HTTP/1.1 503 ")
                .endsWith("epmd: not serving\nregistry: none yet\noperator: away\n");
        assertThat(get(TestReadings.FRESH, "/healthz", "10.0.0.2")).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void isReadyWithoutAnOperator() {
        TestReadings orphan = new TestReadings(
                true,
                1,
                TestReadings.FRESH.lookUps(),
                TestReadings.FRESH.cluster(),
                TestReadings.FRESH.registryAge(),
                false,
                TestReadings.FRESH.links(),
                TestReadings.FRESH.tunnel(),
                TestReadings.FRESH.certificateExpiry(),
                TestReadings.FRESH.residentBytes());

        assertThat(get(orphan, "/readyz", "10.0.0.2"))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("epmd: serving\nregistry: none yet\noperator: away\n");
    }

    @Test
    void tellsHowOldTheRegistryIs() {
        assertThat(get(TestReadings.COMPLETE, "/readyz", "10.0.0.2"))
                .endsWith("epmd: serving\nregistry: 34 s old\noperator: connected\n");
    }

    private static String get(Readings readings, String uri, String from) {
        return ask(readings, "GET " + uri + " HTTP/1.1\r\nHost: pod\r\n\r\n", from);
    }

    private static String ask(Readings readings, String request, String from) {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(from, 40000);
            }

            @Override
            protected SocketAddress localAddress0() {
                return new InetSocketAddress(POD, AdminSettings.PORT);
            }
        };
        channel.pipeline().addLast(AdminServer.http(new Pages(readings)));
        channel.writeInbound(Unpooled.copiedBuffer(request, UTF_8));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            answer.append(part.toString(UTF_8));
            part.release();
        }
        assertThat(channel.isOpen()).isFalse();
        channel.finishAndReleaseAll();
        return answer.toString();
    }
}
