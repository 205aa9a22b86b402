package io.erlangcluster.sidecar.epmd.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

@Chapter(number = 11, title = "Limits of the machine")
class LoadTest extends BothServers {

    /** 900 of these are a megabyte. */
    private static final String LONG_NAME = "\uD83C\uDC31".repeat(250);

    private static final int A_WHILE_MILLIS = 3000;

    private final List<Connection> nodes = new ArrayList<>();

    @AfterEach
    void unregisterAll() throws IOException {
        for (Connection node : nodes) {
            node.close();
        }
        nodes.clear();
    }

    @Equal
    void aThousandNodesRegister() throws Exception {
        try (EpmdProcess large = EpmdProcess.startWithDescriptors(implementation, 4096)) {
            register(large, 1000, "node");
            assertThat(nodes).hasSize(1000);
            assertThat(names(large)).hasSize(1000);
            assertThat(large.knows("node0")).isTrue();
            assertThat(large.knows("node999")).isTrue();
        }
    }

    @Different(
            c = "closes every connection after the 1019th (select(2) knows 1024 descriptors)",
            ours = "registers as many as its descriptors allow",
            because = "clusters grow")
    void moreThanAThousandNodes() throws Throwable {
        try (EpmdProcess large = EpmdProcess.startWithDescriptors(implementation, 4096)) {
            register(large, 1200, "node");
            check(
                    () -> assertThat(nodes).hasSizeBetween(1000, 1019),
                    () -> assertThat(nodes).hasSize(1200));
        }
    }

    @Different(
            c = "ends with exit code 1, and every registration with it (OTP 25)",
            ours = "keeps every registration, and takes new ones as soon as one ends",
            because = "an EPMD that ends takes all its nodes out of reach")
    void runningOutOfDescriptors() throws Throwable {
        try (EpmdProcess small = EpmdProcess.startWithDescriptors(implementation, 256)) {
            register(small, 300, "node");
            assertThat(nodes).hasSizeBetween(100, 299);
            check(() -> assertThat(small.exitCode()).isOne(), () -> {
                assertThat(nodes).noneMatch(LoadTest::hears);
                for (Connection node : nodes.subList(0, 50)) {
                    node.close();
                }
                List<Connection> kept = nodes.subList(50, nodes.size());
                // Until it has seen that they are gone it may close at once.
                await().ignoreExceptions()
                        .untilAsserted(() -> assertThat(names(small)).hasSizeGreaterThanOrEqualTo(kept.size()));
                assertThat(kept).noneMatch(LoadTest::hears);
                small.register("late").close();
            });
        }
    }

    @Equal
    void aClientThatNeverReadsDelaysNobody() throws Exception {
        register(epmd, 900, LONG_NAME);
        try (Connection stuck = Connection.thatNeverReads(epmd.address())) {
            stuck.send(Request.NAMES);
            assertThat(epmd.knows(LONG_NAME + 0)).isTrue();
            assertThat(names(epmd)).hasSize(900);
        }
    }

    /** Registers nodes until there are {@code count}, or the server does not answer one of them any more. */
    private void register(EpmdProcess server, int count, String prefix) throws IOException {
        for (int i = 0; i < count; i++) {
            if (!registers(server, prefix + i)) {
                return;
            }
        }
    }

    private boolean registers(EpmdProcess server, String name) throws IOException {
        Connection node;
        try {
            node = server.connect();
        } catch (SocketException ended) {
            // A server that ends, or refuses, while the kernel still connects.
            return false;
        }
        if (node.sendIfOpen(Request.alive2(name)) && node.read(6, A_WHILE_MILLIS).length == 6) {
            nodes.add(node);
            return true;
        }
        node.close();
        return false;
    }

    private static List<String> names(EpmdProcess server) throws IOException {
        return new String(server.ask(Request.NAMES), UTF_8)
                .lines()
                .filter(line -> line.endsWith("at port 1234"))
                .toList();
    }

    private static boolean hears(Connection node) {
        try {
            return node.hears(1);
        } catch (IOException ended) {
            return true;
        }
    }
}
