package io.erlangcluster.sidecar.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.EventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has closed its connection and comes again finds what it did before: over and over, because a race decides. */
@ParameterizedClass
@EnumSource
class FreedNamesTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int TIMES = 500;

    /** ALIVE2_REQ of foo. */
    private static final String ALIVE2 = "0010 78 1267 4d 00 0006 0005 0003 666f6f 0000";

    private final EventLoopGroup group;
    private final EpmdServer server;
    private int port;

    FreedNamesTest(Transport transport) {
        group = transport.newEventLoop("test");
        server = new EpmdServer(
                group,
                EpmdSettings.STANDARD.withPort(0).withAddresses(LOOPBACK),
                new Registrations(),
                RemoteNodes.NONE);
    }

    @BeforeEach
    void serve() {
        port = server.start();
    }

    @AfterEach
    void stop() throws Exception {
        server.stop().sync();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    /** PORT_PLEASE2_REQ of foo, and NAMES_REQ. */
    @ParameterizedTest
    @ValueSource(strings = {"0004 7a 666f6f", "0001 6e"})
    void aNameIsFreeAndUnknownAsSoonAsItsConnectionIsClosed(String question) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            assertThat(ask(ALIVE2, 6)).as("registration %d", i).startsWith(118, 0);
            assertThat(new String(ask(question, Integer.MAX_VALUE), StandardCharsets.ISO_8859_1))
                    .as("question %d", i)
                    .doesNotContain("foo");
        }
    }

    private byte[] ask(String request, int length) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.getOutputStream().write(HexFormat.of().parseHex(request.replace(" ", "")));
            return socket.getInputStream().readNBytes(length);
        }
    }
}
