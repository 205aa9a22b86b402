package io.erlangcluster.sidecar.epmd.acceptance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An epmd that serves, in a process of its own, on a port of its own. */
final class EpmdProcess implements AutoCloseable {

    static final Duration GENEROUS = Duration.ofSeconds(30);

    private final Process process;
    private final Path stdout;
    private final Path stderr;
    private final int port;

    private EpmdProcess(Process process, Path stdout, Path stderr, int port) {
        this.process = process;
        this.stdout = stdout;
        this.stderr = stderr;
        this.port = port;
    }

    /** Serves once this returns. */
    static EpmdProcess start(Implementation implementation, String... options) throws Exception {
        return start(implementation, Map.of(), options);
    }

    /** The same with at most {@code descriptors} open. */
    static EpmdProcess startWithDescriptors(Implementation implementation, int descriptors, String... options)
            throws Exception {
        int port = freePort();
        String limit = "ulimit -n " + descriptors + "; exec \"$0\" \"$@\"";
        List<String> command = Stream.concat(
                        Stream.of("sh", "-c", limit), serve(implementation, port, options).stream())
                .toList();
        return launch(command, Map.of(), port);
    }

    /** The same with more in its environment. */
    static EpmdProcess start(Implementation implementation, Map<String, String> environment, String... options)
            throws Exception {
        int port = freePort();
        return launch(serve(implementation, port, options), environment, port);
    }

    /** A port nobody listens on. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return free.getLocalPort();
        }
    }

    /** Runs {@code command} and waits until something answers on {@code port}. */
    static EpmdProcess launch(List<String> command, Map<String, String> environment, int port) throws Exception {
        Path stdout = Files.createTempFile("epmd", ".out");
        Path stderr = Files.createTempFile("epmd", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(stdout.toFile()).redirectError(stderr.toFile());
        Command.clean(builder.environment());
        builder.environment().putAll(environment);
        EpmdProcess epmd = new EpmdProcess(builder.start(), stdout, stderr, port);
        Instant deadline = Instant.now().plus(GENEROUS);
        while (!epmd.answers()) {
            assertThat(epmd.process.isAlive())
                    .as("%s serves; it said: %s", command, epmd.stderr())
                    .isTrue();
            assertThat(Instant.now()).as("%s serves in time", command).isBefore(deadline);
            Thread.sleep(10);
        }
        return epmd;
    }

    int port() {
        return port;
    }

    Process process() {
        return process;
    }

    String stdout() throws IOException {
        return Files.readString(stdout);
    }

    String stderr() throws IOException {
        return Files.readString(stderr);
    }

    /** Waits for its end. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(GENEROUS.toSeconds(), TimeUnit.SECONDS))
                .as("ends")
                .isTrue();
        return process.exitValue();
    }

    Connection connect() throws IOException {
        return Connection.to(address());
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
    }

    /** The whole answer to {@code request} on a connection of its own. */
    byte[] ask(byte[] request) throws IOException {
        try (Connection connection = connect()) {
            return connection.send(request).readToEnd();
        }
    }

    /** The connection that holds {@code name}, registered at port 1234. */
    Connection register(String name) throws IOException {
        return register(Request.alive2(name));
    }

    /** The connection that holds a registration. */
    Connection register(byte[] request) throws IOException {
        Connection connection = connect();
        assertThat(connection.send(request).read(6)).as("registered").startsWith('v', 0);
        return connection;
    }

    /** Leaves {@code name} behind as one that was registered. */
    void registerAndEnd(String name) throws IOException {
        register(name).close();
        awaitUnknown(name);
    }

    /** Whether somebody has registered {@code name}. */
    boolean knows(String name) throws IOException {
        return ask(Request.portPlease2(name))[1] == 0;
    }

    /** Waits until the server has noticed that the node called {@code name} is gone. */
    void awaitUnknown(String name) {
        await().untilAsserted(
                        () -> assertThat(knows(name)).as(name + " is known").isFalse());
    }

    /** Waits until the server has noticed that every node of a test is gone. */
    void awaitNoNames() {
        await().untilAsserted(() ->
                assertThat(new String(ask(Request.NAMES), US_ASCII)).doesNotContain("name "));
    }

    private boolean answers() throws IOException {
        try (Connection connection = connect()) {
            return connection.send(Request.NAMES).readToEnd().length >= Integer.BYTES;
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private static List<String> serve(Implementation implementation, int port, String... options) {
        return Stream.of(implementation.command("-port", Integer.toString(port)), List.of(options))
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public void close() throws IOException {
        process.destroyForcibly().onExit().join();
        Files.deleteIfExists(stdout);
        Files.deleteIfExists(stderr);
    }
}
