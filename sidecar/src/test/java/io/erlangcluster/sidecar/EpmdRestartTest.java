package io.erlangcluster.sidecar;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** kill -9 for the program behind bin/epmd; bench/epmd-restart does more of it, and measures. */
class EpmdRestartTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int NODES = 40;

    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();
    private int port;
    private Process epmd;

    @BeforeEach
    void start() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        epmd = epmd();
    }

    @AfterEach
    void stop() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void losesNoNodeHoweverOftenItIsKilled() throws Exception {
        Set<String> expected = IntStream.range(0, NODES)
                .mapToObj(i -> "name web-" + i + " at port " + (20000 + i))
                .collect(Collectors.toSet());
        List<Socket> nodes = new ArrayList<>();
        for (int round = 0; round < 4; round++) {
            // Some come back before the next kill, the others only after it.
            for (int i = round % 2; i < NODES; i += round == 0 ? 1 : 2) {
                nodes.add(register("web-" + i, 20000 + i));
            }
            awaitKept(expected);

            epmd.destroyForcibly().waitFor();
            epmd = epmd();

            assertThat(names()).isEqualTo(expected);
        }
        for (Socket node : nodes) {
            node.close();
        }
    }

    @Test
    void dropsANodeThatEndedMeanwhile() throws Exception {
        try (Socket _ = register("web", unusedPort())) {
            awaitKept(Set.of("web"));
            epmd.destroyForcibly().waitFor();
        }

        epmd = epmd();

        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(this::names, Set::isEmpty);
    }

    @Test
    void findsARealNodeAtOnceAndSeesItComeBack() throws Exception {
        Process real = run("erl", "-noinput", "-start_epmd", "false", "-name", "real@127.0.0.1");
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> names().size() == 1);
        Set<String> before = names();
        awaitKept(Set.of("real"));

        epmd.destroyForcibly().waitFor();
        epmd = epmd();

        assertThat(names()).isEqualTo(before);
        Awaitility.await()
                .atMost(60, TimeUnit.SECONDS)
                .until(() -> Files.readString(lastLog()).contains("node registered alive=real"));
        real.destroyForcibly().waitFor();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(this::names, Set::isEmpty);
    }

    private Process epmd() throws Exception {
        Process started = run(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Epmd.class.getName(),
                "-port",
                Integer.toString(port),
                "-d",
                "-state",
                folder.resolve("state").toString());
        Awaitility.await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(this::names, _ -> true);
        return started;
    }

    private Process run(String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve(processes.size() + ".log").toFile());
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(port));
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private Path lastLog() {
        return folder.resolve((processes.size() - 1) + ".log");
    }

    private Set<String> names() throws IOException {
        try (Socket socket = new Socket(LOOPBACK, port)) {
            socket.getOutputStream().write(new byte[] {0, 1, 'n'});
            byte[] answer = socket.getInputStream().readAllBytes();
            assertThat(answer).hasSizeGreaterThanOrEqualTo(4);
            return new String(answer, 4, answer.length - 4, UTF_8).lines().collect(Collectors.toSet());
        }
    }

    private Socket register(String name, int nodePort) throws IOException {
        Socket socket = new Socket(LOOPBACK, port);
        byte[] bytes = name.getBytes(UTF_8);
        socket.getOutputStream()
                .write(ByteBuffer.allocate(15 + bytes.length)
                        .putShort((short) (13 + bytes.length))
                        .put((byte) 'x')
                        .putShort((short) nodePort)
                        .put(new byte[] {77, 0, 0, 6, 0, 5, 0, (byte) bytes.length})
                        .put(bytes)
                        .putShort((short) 0)
                        .array());
        assertThat(socket.getInputStream().readNBytes(6)).startsWith(118, 0);
        return socket;
    }

    /** Until the file has what shall survive: a name is written a moment after it was registered. */
    private void awaitKept(Set<String> lines) {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).ignoreExceptions().until(() -> {
            String file = Files.readString(folder.resolve("state"), ISO_8859_1);
            return lines.stream()
                    .map(line -> line.startsWith("name ") ? line.split(" ", -1)[1] : line)
                    .allMatch(file::contains);
        });
    }

    private static int unusedPort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }
}
