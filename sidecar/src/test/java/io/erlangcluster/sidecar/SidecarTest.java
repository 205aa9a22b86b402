package io.erlangcluster.sidecar;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Policy;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.erlangcluster.sidecar.admin.AdminSettings;
import io.erlangcluster.sidecar.control.TestOperator;
import io.erlangcluster.sidecar.epmd.EpmdSettings;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whole sidecars with the machine's own {@code erl}, on loopback addresses that stand for pods. */
@Timeout(180)
class SidecarTest {

    private final List<Process> vms = new ArrayList<>();
    private final List<Sidecar> sidecars = new ArrayList<>();
    private TestOperator operator;

    @TempDir
    Path home;

    @BeforeEach
    void start() throws Exception {
        operator = new TestOperator();
    }

    @AfterEach
    void stop() throws Exception {
        for (Process vm : vms) {
            vm.destroyForcibly().waitFor();
        }
        sidecars.forEach(Sidecar::close);
        operator.close();
    }

    @Test
    void aVmThatRegistersIsReportedWithItsFullNameAndSoIsItsEnd() throws Exception {
        Sidecar pod = sidecar("web-0@shop.prod", "127.0.0.2");
        Process vm = vm("web-0@shop.prod", pod);

        assertThat(hear(ToOperator::hasHello).getHello().getTunnelPort()).isEqualTo(pod.tunnelPort());
        ToOperator up = hear(ToOperator::hasNodeUp);
        assertThat(up.getNodeUp().getName()).isEqualTo("web-0@shop.prod");
        assertThat(up.getNodeUp().getCreation()).isNotZero();

        vm.destroyForcibly().waitFor();
        assertThat(hear(ToOperator::hasNodeDown).getNodeDown().getCreation())
                .isEqualTo(up.getNodeUp().getCreation());
    }

    @Test
    void twoNodesThatTheOperatorKnowsAreConnectedAndConnectAgainAfterOneDied() throws Exception {
        Sidecar web = sidecar("web-0@shop.prod", "127.0.0.2");
        Sidecar worker = sidecar("worker-0@shop.prod", "127.0.0.3");
        hear(ToOperator::hasHello);
        hear(ToOperator::hasHello);
        vm("web-0@shop.prod", web);
        Process dying = vm("worker-0@shop.prod", worker);
        hear(ToOperator::hasNodeUp);
        hear(ToOperator::hasNodeUp);

        operator.say(ToSidecar.newBuilder()
                .setPolicy(Policy.newBuilder().setPlain(true))
                .build());
        operator.say(snapshot(
                1, node("web-0@shop.prod", "127.0.0.2", web), node("worker-0@shop.prod", "127.0.0.3", worker)));
        hear(links("web-0@shop.prod", "worker-0@shop.prod"));
        assertThat(scrape(web))
                .contains(
                        "erlangcluster_epmd_registrations 1\n",
                        "erlangcluster_nodes{phase=\"up\"} 2\n",
                        "erlangcluster_links_expected{node=\"web-0@shop.prod\"} 1\n",
                        "erlangcluster_links{node=\"web-0@shop.prod\"} 1\n",
                        "erlangcluster_operator_connected 1\n",
                        "erlangcluster_registry_version 1\n");

        dying.destroyForcibly().waitFor();
        hear(links("web-0@shop.prod"));
        vm("worker-0@shop.prod", worker);
        hear(links("web-0@shop.prod", "worker-0@shop.prod"));
    }

    private CookieFolder cookies(String cookie) throws IOException {
        Path folder = Files.createTempDirectory(home, "cookies");
        Files.writeString(folder.resolve("cookie"), cookie);
        return new CookieFolder(folder);
    }

    private Sidecar sidecar(String name, String ip) throws IOException {
        Sidecar sidecar = Sidecar.start(new SidecarSettings(
                Optional.of(NodeName.parse(name)),
                "shop",
                "prod",
                "pod-of-" + name,
                "uid-" + name,
                InetAddress.ofLiteral(ip),
                operator.uri(),
                Optional.empty(),
                cookies("secret"),
                Optional.of(InetAddress.ofLiteral(ip)),
                0,
                0,
                Optional.of(AdminSettings.at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))),
                Optional.empty(),
                EpmdSettings.Listen.POD,
                PeerHosts.NONE));
        sidecar.connect();
        sidecars.add(sidecar);
        return sidecar;
    }

    private static String scrape(Sidecar pod) throws IOException {
        URI page = URI.create("http://127.0.0.1:" + pod.adminPort().orElseThrow() + "/metrics");
        try (InputStream body = page.toURL().openStream()) {
            return new String(body.readAllBytes(), UTF_8);
        }
    }

    private Process vm(String name, Sidecar pod) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                "erl",
                "-name",
                name,
                "-setcookie",
                "secret",
                "-start_epmd",
                "false",
                "-noshell",
                "-noinput",
                "-kernel",
                "inet_dist_use_interface",
                "{127,0,0,1}");
        Path hosts =
                Files.writeString(home.resolve("inetrc"), "{host, {127,0,0,1}, [\"shop.prod\"]}.\n{lookup, [file]}.\n");
        builder.environment().put("HOME", home.toString());
        builder.environment().put("ERL_INETRC", hosts.toString());
        builder.environment().put("ERL_EPMD_PORT", Integer.toString(pod.epmdPort()));
        Process vm = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(new File(home.toFile(), "erl.log")))
                .start();
        vms.add(vm);
        return vm;
    }

    private ToOperator hear(Predicate<ToOperator> wanted) throws InterruptedException {
        while (true) {
            ToOperator message = operator.next();
            if (wanted.test(message)) {
                return message;
            }
        }
    }

    private static Predicate<ToOperator> links(String name, String... connected) {
        Links wanted = Links.newBuilder()
                .setName(name)
                .addAllConnected(List.of(connected))
                .build();
        return message -> message.getLinks().getName().equals(wanted.getName())
                && message.getLinks().getConnectedList().equals(wanted.getConnectedList());
    }

    private static Node node(String name, String ip, Sidecar pod) {
        return Node.newBuilder()
                .setName(name)
                .setPhase(Node.Phase.UP)
                .setPodIp(ip)
                .setTunnelPort(pod.tunnelPort())
                .build();
    }

    private static ToSidecar snapshot(long version, Node... nodes) {
        return ToSidecar.newBuilder()
                .setSnapshot(
                        Snapshot.newBuilder().setEpoch("e1").setVersion(version).addAllNodes(List.of(nodes)))
                .build();
    }
}
