package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own {@code erl} and {@code epmd} against the server; both must be installed. */
class RealNodesTest {

    private static final Duration GENEROUS = Duration.ofSeconds(60);

    private final EventLoopGroup group = Transport.best().newEventLoop("test");
    private final Registrations registrations = new Registrations();
    private final EpmdServer server = new EpmdServer(
            group,
            EpmdSettings.STANDARD.withPort(0).withAddresses(InetAddress.ofLiteral("127.0.0.1")),
            registrations,
            new OneRemoteNode());
    private final List<Process> started = new ArrayList<>();
    private int port;

    @TempDir
    Path home;

    @BeforeEach
    void start() {
        port = server.start();
    }

    @AfterEach
    void stop() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        server.stop().sync();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    }

    @Test
    void aNodeRegistersIsFoundAndIsForgottenWhenItIsKilled() throws Exception {
        Process foo = node("foo@x.y");
        await().atMost(GENEROUS).until(() -> registered("foo").isPresent());
        int distribution = registered("foo").orElseThrow().port();

        assertThat(output("epmd", "-names"))
                .isEqualTo("epmd: up and running on port %d with data:\nname foo at port %d\n"
                        .formatted(port, distribution));
        assertThat(eval("erl_epmd:port_please(\"foo\", {127,0,0,1})")).isEqualTo("{port,%d,6}".formatted(distribution));
        assertThat(eval("erl_epmd:names({127,0,0,1})")).isEqualTo("{ok,[{\"foo\",%d}]}".formatted(distribution));

        foo.destroyForcibly().waitFor();
        await().atMost(GENEROUS).until(() -> registered("foo").isEmpty());
        assertThat(output("epmd", "-names")).isEqualTo("epmd: up and running on port %d with data:\n".formatted(port));
        assertThat(eval("erl_epmd:port_please(\"foo\", {127,0,0,1})")).isEqualTo("noport");
    }

    @Test
    void aSecondNodeOfTheSameNameDoesNotStart() throws Exception {
        node("foo@x.y");
        await().atMost(GENEROUS).until(() -> registered("foo").isPresent());
        Registration first = registered("foo").orElseThrow();
        Process second = node("foo@z.y");

        assertThat(second.waitFor(GENEROUS.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isNotZero();
        assertThat(registered("foo")).contains(first);
    }

    @Test
    void aNodeFindsARemoteNode() throws Exception {
        assertThat(eval("erl_epmd:port_please(\"away\", {127,0,0,1})")).isEqualTo("{port,4711,6}");
    }

    @Test
    void theEpmdCommandDumpsButDoesNotKill() throws Exception {
        assertThat(output("epmd", "-dump")).startsWith("epmd: up and running on port " + port + " with data:\n");
        assertThat(output("epmd", "-kill")).startsWith("Killing not allowed");
        assertThat(output("epmd", "-names")).startsWith("epmd: up and running");
    }

    /** Registrations belong to the event loop, so it is the one to ask. */
    private Optional<Registration> registered(String name) throws Exception {
        return group.next().submit(() -> registrations.find(name)).get();
    }

    private Process node(String name) throws IOException {
        return run("erl", "-name", name, "-setcookie", "secret", "-start_epmd", "false", "-noshell", "-noinput");
    }

    private String eval(String expression) throws Exception {
        return output("erl", "-noshell", "-eval", "io:format(\"~p\", [" + expression + "]), halt().");
    }

    private String output(String... command) throws Exception {
        Process process = run(command);
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(GENEROUS.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private Process run(String... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(home.toFile());
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(port));
        builder.environment().put("ERL_CRASH_DUMP_SECONDS", "0");
        builder.environment().put("HOME", home.toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private static final class OneRemoteNode implements RemoteNodes {
        @Override
        public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
            return loop.newSucceededFuture(
                    alive.equals("away") ? Optional.of(NodePort.normal(alive, 4711)) : Optional.empty());
        }
    }
}
