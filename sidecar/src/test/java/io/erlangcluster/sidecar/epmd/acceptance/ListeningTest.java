package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

@Chapter(number = 12, title = "Listening")
class ListeningTest extends BothServers {

    private static final String OTHER_LOOPBACK = "127.0.5.5";

    @Equal
    void everyAddressIsServedOfBothFamilies() throws Exception {
        assertThat(serves(epmd, "127.0.0.1")).isTrue();
        assertThat(serves(epmd, OTHER_LOOPBACK)).isTrue();
        assertThat(serves(epmd, "::1")).isTrue();
        assertThat(serves(epmd, LocalPeersTest.address(Inet4Address.class).getHostAddress()))
                .isTrue();
    }

    @Equal
    void theAddressesGivenAreServedAndTheLoopback() throws Exception {
        String own = LocalPeersTest.address(Inet4Address.class).getHostAddress();
        for (String list : List.of(own, own + ",127.0.0.1", "::1 , " + own, own + " 127.0.0.1")) {
            try (EpmdProcess some = EpmdProcess.start(implementation, "-address", list)) {
                assertServesOnly(some, own);
            }
        }
    }

    @Equal
    void theEnvironmentGivesAddressesToo() throws Exception {
        try (EpmdProcess some = EpmdProcess.start(implementation, Map.of("ERL_EPMD_ADDRESS", "127.0.0.1"))) {
            assertServesOnly(some, "127.0.0.1");
        }
    }

    @Equal
    void theEnvironmentGivesThePortToo() throws Exception {
        int port = EpmdProcess.freePort();
        Map<String, String> environment = Map.of("ERL_EPMD_PORT", Integer.toString(port));
        EpmdProcess.launch(implementation.command(), environment, port).close();
    }

    @Equal
    void aSecondServerOnThePortEndsSilentlyWith0() throws Exception {
        assertThat(run("-port", port())).isEqualTo(new Command(0, "", ""));
        assertThat(run("-port", port(), "-address", "127.0.0.1")).isEqualTo(new Command(0, "", ""));
        assertThat(run("-port", port(), "-daemon")).isEqualTo(new Command(0, "", ""));
    }

    @Equal
    void anAddressThatIsNoneEndsItWith1() throws Exception {
        Command command = run("-port", freePort(), "-address", "nonsense");
        assertThat(command.exitCode()).isOne();
        assertThat(command.stdout()).isEmpty();
        assertThat(command.stderr()).matches("epmd: .{24}: cannot parse IP address \"nonsense\"\r\n");
    }

    @Equal
    void anAddressThatThisMachineDoesNotHaveEndsItWith1() throws Exception {
        Command command = run("-port", freePort(), "-address", "203.0.113.7");
        assertThat(command.exitCode()).isOne();
        assertThat(command.stdout()).isEmpty();
        assertThat(command.stderr())
                .matches("epmd: .{24}: failed to bind on ipaddr 203.0.113.7: Cannot assign requested address\r\n");
    }

    @Equal
    void systemdWithoutItsSocketEndsItWith1() throws Exception {
        Command command = run("-port", freePort(), "-systemd");
        assertThat(command.exitCode()).isOne();
        assertThat(command.stdout()).isEmpty();
        assertThat(command.stderr()).matches("epmd: .{24}: systemd provides no sockets\r\n");
    }

    @Equal
    void aDebuggedServerLogsOnStderrOnly() throws Exception {
        try (EpmdProcess debugged = EpmdProcess.start(implementation, "-d", "-debug")) {
            debugged.register("foo").close();
            assertThat(debugged.stdout()).isEmpty();
            assertThat(debugged.stderr())
                    .matches("(?s)epmd: \\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}: .*\r\n.*");
        }
    }

    @Equal
    void aServerIsSilent() throws Exception {
        epmd.register("foo").close();
        assertThat(epmd.stdout()).isEmpty();
        assertThat(epmd.stderr()).isEmpty();
    }

    private void assertServesOnly(EpmdProcess server, String address) throws IOException {
        assertThat(serves(server, "127.0.0.1")).isTrue();
        assertThat(serves(server, "::1")).isTrue();
        assertThat(serves(server, address)).isTrue();
        assertThat(serves(server, OTHER_LOOPBACK)).isFalse();
    }

    private static boolean serves(EpmdProcess server, String address) throws IOException {
        InetSocketAddress at = new InetSocketAddress(InetAddress.ofLiteral(address), server.port());
        try (Connection client = Connection.to(at)) {
            return client.send(Request.NAMES).readToEnd().length >= 4;
        } catch (ConnectException refused) {
            return false;
        }
    }

    private Command run(String... arguments) throws Exception {
        return Command.epmd(implementation, arguments);
    }

    private String port() {
        return Integer.toString(epmd.port());
    }

    private static String freePort() throws IOException {
        return Integer.toString(EpmdProcess.freePort());
    }
}
