package io.erlangcluster.sidecar.epmd.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.epmd.EpmdServer;
import io.erlangcluster.sidecar.epmd.EpmdSettings;
import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.EventLoopGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EpmdClientTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private final EventLoopGroup group = Transport.best().newEventLoop("test");
    private final EpmdSettings settings = EpmdSettings.STANDARD.withPort(0).withAddresses(LOOPBACK);
    private final Registrations registrations = new Registrations();
    private EpmdServer server = new EpmdServer(group, settings, registrations, RemoteNodes.NONE);
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private int port;
    private EpmdClient client;

    @BeforeEach
    void serve() {
        port = server.start();
        client = new EpmdClient(port, new Terminal(out, err));
    }

    @AfterEach
    void stop() throws Exception {
        server.stop().sync();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void showsEveryTransportOfANode() throws Exception {
        try (Socket web = register("web-0", Map.of())) {
            register(web, "web-0", 4712, "inet_tls", Map.of());

            assertThat(client.extended(NodePrinter.LINES, ExtendedClient::names))
                    .isZero();
        }
        assertThat(out.toString(UTF_8))
                .isEqualTo("epmd: up and running on port " + port
                        + " with data:\nname web-0 at port 4711#inet_tcp 4712#inet_tls\n");
    }

    @ParameterizedTest
    @CsvSource({
        "web-1, 'name web-1 at port 4711#inet_tcp\n'",
        "web-*, 'name web-1 at port 4711#inet_tcp\nname web-10 at port 4711#inet_tcp\n'",
        "app=web, 'name web-1 at port 4711#inet_tcp\nname web-10 at port 4711#inet_tcp\n'",
        "app!=web, 'name db at port 4711#inet_tcp\n'"
    })
    void findsNodesByNamePrefixAndLabels(String wanted, String found) throws Exception {
        try (Socket _ = register("web-1", Map.of("app", "web"));
                Socket _ = register("web-10", Map.of("app", "web"));
                Socket _ = register("db", Map.of("app", "db"))) {

            assertThat(client.extended(NodePrinter.LINES, new Wanted(wanted)::lookUp))
                    .isZero();
        }
        assertThat(out.toString(UTF_8)).isEqualTo(found);
    }

    @Test
    void saysByItsExitCodeThatNothingWasFound() throws Exception {
        assertThat(client.extended(NodePrinter.JSON, new Wanted("web-*")::lookUp))
                .isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("[]\n");
    }

    @Test
    void tellsWhyASelectorCannotBeRead() throws Exception {
        assertThat(client.extended(NodePrinter.LINES, new Wanted("app=(")::lookUp))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("epmd: local epmd refused: ");
    }

    @Test
    void printsJson() throws Exception {
        try (Socket _ = register("w\"\n1", Map.of("app", "web"))) {
            client.extended(NodePrinter.JSON, new Wanted("*")::lookUp);
        }
        assertThat(out.toString(UTF_8))
                .startsWith("[{\"name\":\"w\\\"\\u000a1\",\"transports\":[{\"port\":4711,\"protocol\":\"inet_tcp\"}],"
                        + "\"labels\":{\"app\":\"web\"},\"creation\":")
                .endsWith(",\"hidden\":false}]\n");
    }

    @Test
    void tellsWhatIsThereAndThenEveryChange() throws Exception {
        Socket web = register("web-1", Map.of());
        Thread watch = watch("web-*");
        awaitOutput("up   name web-1 at port 4711#inet_tcp\n");

        web.close();
        awaitOutput("up   name web-1 at port 4711#inet_tcp\ngone name web-1\n");
        watch.interrupt();
        watch.join();
    }

    @Test
    void aWatchOutlivesItsServerAndTellsWhatIsDifferent() throws Exception {
        register("web-1", Map.of());
        register("web-2", Map.of());
        Thread watch = watch("web-*");
        String before = "up   name web-1 at port 4711#inet_tcp\nup   name web-2 at port 4711#inet_tcp\n";
        awaitOutput(before);

        Registration second = registrations.find("web-2").orElseThrow();
        server.stop().sync();
        Registrations kept = new Registrations();
        kept.restore(second);
        server = new EpmdServer(group, settings.withPort(port), kept, RemoteNodes.NONE);
        server.start();

        awaitOutput(before + "gone name web-1\n");
        register("web-3", Map.of());
        awaitOutput(before + "gone name web-1\nup   name web-3 at port 4711#inet_tcp\n");
        assertThat(err.toString(UTF_8)).isEqualTo("epmd: local epmd ended, waiting for the next\n");
        watch.interrupt();
        watch.join();
    }

    @Test
    void saysThatTheCEpmdKnowsNoExtensions() throws Exception {
        try (ServerSocket closing = new ServerSocket(0, 1, LOOPBACK)) {
            Thread.ofVirtual().start(() -> {
                try {
                    closing.accept().close();
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            EpmdClient asking = new EpmdClient(closing.getLocalPort(), new Terminal(out, err));

            assertThat(asking.extended(NodePrinter.LINES, ExtendedClient::names))
                    .isEqualTo(1);
        }
        assertThat(err.toString(UTF_8)).contains("does not know this request");
    }

    private void awaitOutput(String text) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> out.toString(UTF_8), text::equals);
    }

    private Socket register(String name, Map<String, String> labels) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        register(socket, name, 4711, "inet_tcp", labels);
        return socket;
    }

    private Thread watch(String wanted) {
        return Thread.ofVirtual().start(() -> {
            try {
                client.watch(NodePrinter.LINES, new Wanted(wanted));
            } catch (IOException interrupted) {
                // The end of the test.
            }
        });
    }

    private static Alive3 alive3(String name, int port, String protocol, Map<String, String> labels) {
        NodePort node = new NodePort(name, port, 77, 0, 6, 5, Extra.of(new byte[0]));
        return new Alive3(node, protocol, labels, Optional.empty());
    }

    private static void register(Socket socket, String name, int port, String protocol, Map<String, String> labels)
            throws IOException {
        socket.getOutputStream().write(RequestFormat.frame(alive3(name, port, protocol, labels)));
        assertThat(socket.getInputStream().readNBytes(8)).startsWith(0, 6, 118, 0);
    }
}
