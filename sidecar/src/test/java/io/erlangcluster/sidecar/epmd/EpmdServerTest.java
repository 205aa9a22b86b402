package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Watch;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Gone;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Up;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.UpToDate;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.WatchStarted;
import io.erlangcluster.sidecar.epmd.extension.Filter;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.erlangcluster.sidecar.epmd.extension.ResponseFormat;
import io.erlangcluster.sidecar.transport.Transport;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The server on real sockets of the loopback. */
@ParameterizedClass
@EnumSource(Transport.class)
@SuppressWarnings("NullAway.Init") // JUnit does
class EpmdServerTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final byte[] NAMES = {0, 1, 'n'};
    private static final int GENEROUS_MILLIS = 30_000;

    @Parameter
    Transport transport;

    private EventLoopGroup group;
    private final List<EpmdServer> servers = new ArrayList<>();

    @BeforeEach
    void startEventLoop() {
        group = transport.newEventLoop("epmd");
    }

    @AfterEach
    void stop() throws Exception {
        for (EpmdServer server : servers) {
            server.stop().sync();
        }
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void servesIpv4AndIpv6() throws Exception {
        InetAddress loopback6 = InetAddress.ofLiteral("::1");
        int port = serve(settings().withAddresses(loopback6, LOOPBACK));

        assertThat(ask(port, NAMES)).hasSize(4);
        try (Socket socket = new Socket(loopback6, port)) {
            assertThat(answer(socket, NAMES)).hasSize(4);
        }
    }

    @Test
    void saysWhichAddressTheMachineDoesNotHave() {
        // A documentation address: no machine has it.
        EpmdSettings settings = settings().withAddresses(LOOPBACK, InetAddress.ofLiteral("2001:db8::1"));

        assertThatThrownBy(() -> serve(settings))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("2001:db8:0:0:0:0:0:1");
    }

    @Test
    void saysWhatToDoWhenThePortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            EpmdSettings settings = settings().withPort(taken.getLocalPort());

            assertThatThrownBy(() -> serve(settings))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("epmd -kill");
        }
    }

    @Test
    void stopEndsConnectionsAndFreesThePort() throws Exception {
        int port = serve(settings());
        try (Socket client = new Socket(LOOPBACK, port)) {
            ask(port, NAMES);
            servers.getFirst().stop().sync();

            assertEnds(client);
        }
        // The selector lets go of a closed listener with its next round.
        await().atMost(Duration.ofMillis(GENEROUS_MILLIS))
                .ignoreException(BindException.class)
                .untilAsserted(() -> new ServerSocket(port, 1, LOOPBACK).close());
    }

    @Test
    void randomBytesAreEndedAndEverybodyElseIsServed() throws Exception {
        int port = serve(settings());
        Random random = new Random(4369);
        for (int round = 0; round < 300; round++) {
            byte[] garbage = new byte[1 + random.nextInt(5000)];
            random.nextBytes(garbage);
            try (Socket client = new Socket(LOOPBACK, port)) {
                sendIfOpen(client, garbage);
                assertEnds(client);
            }
        }
        assertThat(ask(port, NAMES)).hasSize(4);
    }

    @Test
    void halfARequestAndOneByteAtATimeAreEnded() throws Exception {
        int port = serve(settings());
        try (Socket half = new Socket(LOOPBACK, port);
                Socket slow = new Socket(LOOPBACK, port)) {
            half.getOutputStream().write(new byte[] {0, 16, 'x', 4});
            byte[] request = new byte[3000];
            request[0] = 11;
            int sent = 0;
            while (sent < request.length && sendIfOpen(slow, request[sent])) {
                sent++;
                Thread.sleep(20);
            }

            assertThat(sent).isLessThan(request.length);
            assertEnds(half);
            assertEnds(slow);
        }
        assertThat(ask(port, NAMES)).hasSize(4);
    }

    @Test
    void aReaderThatNeverReadsBlocksNobody() throws Exception {
        int port = serve(settings());
        List<Socket> nodes = new ArrayList<>();
        try (Socket stuck = new Socket()) {
            for (int node = 0; node < 500; node++) {
                nodes.add(register(port, ("n%03d" + "x".repeat(200)).formatted(node)));
            }
            stuck.setReceiveBufferSize(1024);
            stuck.connect(new InetSocketAddress(LOOPBACK, port));
            stuck.getOutputStream().write(NAMES);

            assertThat(new String(ask(port, NAMES), US_ASCII))
                    .contains("name n000")
                    .contains("name n499");
        } finally {
            for (Socket node : nodes) {
                node.close();
            }
        }
    }

    @Test
    void aResetEndsTheRegistrationAndNobodyElses() throws Exception {
        int port = serve(settings());
        try (Socket stays = register(port, "stays")) {
            Socket early = new Socket(LOOPBACK, port);
            early.getOutputStream().write(NAMES);
            reset(early);
            reset(register(port, "resets"));

            await().atMost(Duration.ofMillis(GENEROUS_MILLIS))
                    .untilAsserted(() -> assertThat(new String(ask(port, NAMES), US_ASCII))
                            .contains("name stays")
                            .doesNotContain("name resets"));
            assertThat(stays.isConnected()).isTrue();
        }
    }

    @Test
    void aWatchIsToldOfNodesAsTheyComeAndGo() throws Exception {
        int port = serve(settings());
        Watch watch = new Watch(new Filter.ByPrefix("web-"), Optional.empty());
        try (Socket client = new Socket(LOOPBACK, port)) {
            client.setSoTimeout(GENEROUS_MILLIS);
            client.getOutputStream().write(RequestFormat.frame(watch));
            DataInputStream in = new DataInputStream(client.getInputStream());
            assertThat(next(in, watch)).isInstanceOf(WatchStarted.class);
            assertThat(next(in, watch)).isEqualTo(new UpToDate(0));

            register(port, "web-0").close();
            assertThat(next(in, watch))
                    .isInstanceOfSatisfying(
                            Up.class, up -> assertThat(up.node().name()).isEqualTo("web-0"));
            while (!(next(in, watch) instanceof Gone)) {
                // the marks between the changes
            }
        }
        assertThat(ask(port, NAMES)).hasSize(4);
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static ExtensionResponse next(DataInputStream in, Watch watch) throws IOException {
        return ResponseFormat.decode(watch, false, in.readNBytes(in.readUnsignedShort()));
    }

    private static EpmdSettings settings() {
        return new EpmdSettings(
                0, List.of(LOOPBACK), EpmdSettings.Listen.POD, Duration.ofMillis(500), Duration.ofSeconds(5), 1000);
    }

    private int serve(EpmdSettings settings) {
        EpmdServer server = new EpmdServer(group, settings, new Registrations(), RemoteNodes.NONE);
        servers.add(server);
        return server.start();
    }

    private static Socket register(int port, String name) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        String request = "%04x7804d24d0000060005%04x%s0000"
                .formatted(13 + name.length(), name.length(), ByteBufUtil.hexDump(name.getBytes(US_ASCII)));
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(request));
        socket.setSoTimeout(GENEROUS_MILLIS);
        assertThat(socket.getInputStream().readNBytes(6)).startsWith('v', 0);
        return socket;
    }

    private static byte[] ask(int port, byte[] request) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            return answer(socket, request);
        }
    }

    private static byte[] answer(Socket socket, byte[] request) throws IOException {
        socket.setSoTimeout(GENEROUS_MILLIS);
        socket.getOutputStream().write(request);
        return socket.getInputStream().readAllBytes();
    }

    private static boolean sendIfOpen(Socket socket, byte... bytes) throws IOException {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            return true;
        } catch (SocketException closed) {
            return false;
        }
    }

    /** The server ends the connection, by a close or a reset. */
    private static void assertEnds(Socket socket) throws IOException {
        socket.setSoTimeout(GENEROUS_MILLIS);
        try {
            assertThat(socket.getInputStream().readAllBytes()).isEmpty();
        } catch (SocketException reset) {
            assertThat(reset).hasMessageContaining("reset");
        }
    }
}
