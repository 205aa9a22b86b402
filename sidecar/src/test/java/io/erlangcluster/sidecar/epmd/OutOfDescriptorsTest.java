package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoopGroup;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server in a process of its own that may open few files. */
class OutOfDescriptorsTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int DESCRIPTORS = 500;
    private static final Duration GENEROUS = Duration.ofSeconds(30);

    /** The process. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) {
            EpmdSettings settings = EpmdSettings.STANDARD.withPort(0).withAddresses(LOOPBACK);
            EventLoopGroup group = Transport.valueOf(arguments[0]).newEventLoop("epmd");
            EpmdServer server = new EpmdServer(group, settings, new Registrations(), RemoteNodes.NONE);
            System.out.println(server.start());
        }
    }

    @ParameterizedTest
    @EnumSource(Transport.class)
    void keepsEveryRegistrationRefusesOthersAtOnceAndRecovers(Transport transport) throws Exception {
        Process process = start(transport);
        List<Socket> nodes = new ArrayList<>();
        try (BufferedReader out = process.inputReader(US_ASCII)) {
            int port = Integer.parseInt(out.readLine());
            while (register(port, nodes)) {
                assertThat(nodes.size()).isLessThan(DESCRIPTORS);
            }
            for (int again = 0; again < 20; again++) {
                assertThat(register(port, nodes)).isFalse();
            }
            nodes.removeLast().close();
            nodes.removeLast().close();

            await().atMost(GENEROUS).until(() -> names(port) == nodes.size());
            assertThat(register(port, nodes)).isTrue();
        } finally {
            process.destroyForcibly().waitFor();
            for (Socket node : nodes) {
                node.close();
            }
        }
    }

    private static Process start(Transport transport) throws IOException {
        return new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n " + DESCRIPTORS + "; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Server.class.getName(),
                        transport.name())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** False if the connection was ended without an answer; a connection left waiting fails the test. */
    private static boolean register(int port, List<Socket> nodes) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        socket.setSoTimeout((int) GENEROUS.toMillis());
        byte[] name = "n%04d".formatted(nodes.size()).getBytes(US_ASCII);
        try {
            socket.getOutputStream()
                    .write(ByteBufUtil.decodeHexDump(
                            "0012" + "7804d24d0000060005" + "0005" + ByteBufUtil.hexDump(name) + "0000"));
            if (socket.getInputStream().readNBytes(6).length == 6) {
                nodes.add(socket);
                return true;
            }
        } catch (SocketException reset) {
            assertThat(reset).hasMessageMatching("(?s).*(reset|pipe).*");
        }
        socket.close();
        return false;
    }

    /** How many names the server lists; -1 while it refuses to. */
    private static int names(int port) throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.getOutputStream().write(new byte[] {0, 1, 'n'});
            byte[] answer = socket.getInputStream().readAllBytes();
            return answer.length < 4
                    ? -1
                    : (int) new String(answer, 4, answer.length - 4, US_ASCII)
                            .lines()
                            .count();
        } catch (SocketException refused) {
            return -1;
        }
    }
}
