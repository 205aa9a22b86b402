package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.internal.logging.InternalLoggerFactory;
import io.netty.util.internal.logging.JdkLoggerFactory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A server in a process of its own that traces every buffer, under connections of every kind: the small sibling of
 * bin/bench soak.
 */
class SoakTest {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final Duration GENEROUS = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 2000;
    private static final byte[] NAMES = {0, 1, 'n'};
    private static final byte[] HALF_A_LOOK_UP = {0, 9, 'z', 'w'};
    private static final byte[] HELLO = {0, 3, 'V', 1, 1};

    @TempDir
    Path folder;

    private final Random random = new Random(3);
    private final List<Socket> open = new ArrayList<>();
    private Process process;
    private int port;
    private long listening;

    /** The process. */
    static final class Server {
        private Server() {}

        public static void main(String[] arguments) throws InterruptedException {
            // The console, without a configuration: any other log would need one to show a leak.
            InternalLoggerFactory.setDefaultFactory(JdkLoggerFactory.INSTANCE);
            if (arguments.length > 0) {
                leak();
            }
            EpmdSettings settings = EpmdSettings.STANDARD.withPort(0).withAddresses(LOOPBACK);
            EpmdServer server = new EpmdServer(
                    Transport.best().newEventLoop("test"), settings, new Registrations(), RemoteNodes.NONE);
            System.out.println(server.start());
        }

        private static void leak() throws InterruptedException {
            for (int i = 0; i < 100; i++) {
                assertThat(ByteBufAllocator.DEFAULT.buffer().isReadable()).isFalse();
                System.gc();
                Thread.sleep(1);
            }
        }
    }

    @BeforeEach
    void start() throws Exception {
        process = serve(folder.resolve("log"));
        port = Integer.parseInt(process.inputReader(US_ASCII).readLine());
        listening = sockets();
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket socket : open) {
            socket.close();
        }
        process.destroyForcibly().waitFor();
    }

    @Test
    void connectionsOfEveryKindLeaveNothingBehind() throws Exception {
        soak(100);
        closeAll();
        long before = settledDescriptors();

        soak(CONNECTIONS);
        assertThat(descriptors()).isGreaterThan(before);
        closeAll();

        await().atMost(GENEROUS).until(() -> descriptors() <= before);
        new ProcessBuilder(jdk("jcmd"), Long.toString(process.pid()), "GC.run")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        // A leak is told of when the next buffer is made.
        soak(100);
        assertThat(folder.resolve("log")).content().doesNotContain("LEAK");
    }

    @Test
    void aLeakWouldBeInTheLog() throws Exception {
        Path log = folder.resolve("leaking");
        Process leaking = serve(log, "leaking");
        try {
            await().atMost(GENEROUS)
                    .untilAsserted(() -> assertThat(log).content().contains("LEAK"));
        } finally {
            leaking.destroyForcibly().waitFor();
        }
    }

    private void soak(int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            try (Socket socket = new Socket(LOOPBACK, port)) {
                socket.setSoTimeout((int) GENEROUS.toMillis());
                switch (i % 10) {
                    case 0 -> register("held-" + open.size());
                    case 1 -> leaveHalfOpen();
                    case 2 -> assertThat(ask(socket, "0002 7a 77")).startsWith(119, 1);
                    case 3 -> assertThat(ask(socket, "0001 6e").length).isGreaterThan(4);
                    case 4 -> garbage(socket);
                    case 5 -> reset(socket, NAMES);
                    case 6 -> reset(socket, HALF_A_LOOK_UP);
                    case 7 -> socket.getOutputStream().write(HALF_A_LOOK_UP);
                    case 8 -> {
                        socket.getOutputStream().write(HELLO);
                        assertThat(socket.getInputStream().readNBytes(3)).endsWith('V');
                    }
                    default -> {} // says nothing
                }
            }
        }
    }

    private void register(String name) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        socket.setSoTimeout((int) GENEROUS.toMillis());
        open.add(socket);
        socket.getOutputStream()
                .write(ByteBufUtil.decodeHexDump("%04x7804d24d0000060005%04x%s0000"
                        .formatted(13 + name.length(), name.length(), ByteBufUtil.hexDump(name.getBytes(US_ASCII)))));
        assertThat(socket.getInputStream().readNBytes(6)).startsWith('v', 0);
    }

    private void leaveHalfOpen() throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        open.add(socket);
        socket.getOutputStream().write(HALF_A_LOOK_UP);
    }

    private static byte[] ask(Socket socket, String hex) throws IOException {
        socket.getOutputStream().write(ByteBufUtil.decodeHexDump(hex.replace(" ", "")));
        return socket.getInputStream().readAllBytes();
    }

    private void garbage(Socket socket) throws IOException {
        byte[] bytes = new byte[2 + random.nextInt(4000)];
        random.nextBytes(bytes);
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        } catch (SocketException closed) {
            assertThat(closed).hasMessageMatching("(?s).*(reset|pipe|closed).*");
        }
    }

    private static void reset(Socket socket, byte[] request) throws IOException {
        socket.setSoLinger(true, 0);
        socket.getOutputStream().write(request);
    }

    private void closeAll() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    /** Once the server noticed that all its clients are gone. */
    private long settledDescriptors() {
        await().atMost(GENEROUS).until(() -> sockets() == listening);
        return await().atMost(GENEROUS).until(this::descriptors, count -> count > 0);
    }

    private long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(descriptorFolder())) {
            return files.count();
        }
    }

    private long sockets() throws IOException {
        try (Stream<Path> files = Files.list(descriptorFolder())) {
            return files.filter(SoakTest::isSocket).count();
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }

    private Path descriptorFolder() {
        return Path.of("/proc", Long.toString(process.pid()), "fd");
    }

    private static Process serve(Path log, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                jdk("java"),
                "-Dio.netty.leakDetection.level=paranoid",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Server.class.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(log.toFile()).start();
    }

    private static String jdk(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }
}
