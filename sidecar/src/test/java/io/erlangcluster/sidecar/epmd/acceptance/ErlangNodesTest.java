package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The machine's own erl, unchanged. */
@Chapter(number = 14, title = "Erlang nodes")
class ErlangNodesTest extends BothServers {

    private final List<Process> nodes = new ArrayList<>();

    @TempDir
    Path home;

    @AfterEach
    void endNodes() {
        nodes.forEach(node -> node.destroyForcibly().onExit().join());
        nodes.clear();
    }

    @Equal
    void aNodeRegistersAndIsForgottenWhenItIsKilled() throws Exception {
        Process foo = node("foo");
        foo.destroyForcibly().onExit().join();
        await().atMost(EpmdProcess.GENEROUS).until(() -> !epmd.knows("foo"));
    }

    @Equal
    void aSecondNodeOfTheNameDoesNotStart() throws Exception {
        node("foo");
        Command second = Command.run(erl("-sname", "foo@localhost", "-eval", "halt()."), environment());
        assertThat(second.exitCode()).isOne();
        assertThat(second.stdout() + second.stderr()).contains("the name foo@localhost seems to be in use");
        assertThat(epmd.knows("foo")).isTrue();
    }

    @Equal
    void twoNodesFindEachOther() throws Exception {
        node("foo");
        assertThat(eval("{net_adm:ping('foo@localhost'), nodes()}", "-sname", "bar@localhost"))
                .isEqualTo("{pong,[foo@localhost]}");
    }

    @Equal
    void netAdmListsTheNames() throws Exception {
        String port = port("foo", node("foo"));
        assertThat(eval("net_adm:names(localhost)")).isEqualTo("{ok,[{\"foo\",%s}]}".formatted(port));
        // names/0 asks the machine's own address.
        String own = LocalPeersTest.address(Inet4Address.class).getHostAddress();
        assertThat(eval("net_adm:names('%s')".formatted(own))).isEqualTo("{ok,[{\"foo\",%s}]}".formatted(port));
    }

    @Equal
    void netAdmWorldConnectsToEveryNode() throws Exception {
        node("foo");
        node("bar");
        Files.writeString(home.resolve(".hosts.erlang"), "'localhost'.\n");
        assertThat(eval("lists:sort(net_adm:world())", "-sname", "baz@localhost"))
                .isEqualTo("[bar@localhost,baz@localhost,foo@localhost]");
    }

    @Equal
    void erlEpmdLooksUpRegistersAndLists() throws Exception {
        String port = port("foo", node("foo"));
        assertThat(eval("erl_epmd:port_please(\"foo\", {127,0,0,1})")).isEqualTo("{port,%s,6}".formatted(port));
        assertThat(eval("erl_epmd:port_please(\"bar\", {127,0,0,1})")).isEqualTo("noport");
        assertThat(eval("erl_epmd:names({127,0,0,1})")).isEqualTo("{ok,[{\"foo\",%s}]}".formatted(port));
        assertThat(eval("begin erl_epmd:start(), {ok, C} = erl_epmd:register_node(\"bar\", 4711, inet),"
                        + " {is_integer(C), erl_epmd:port_please(\"bar\", {127,0,0,1}),"
                        + " erl_epmd:names({127,0,0,1})} end"))
                .isEqualTo("{true,{port,4711,6},{ok,[{\"bar\",4711},{\"foo\",%s}]}}".formatted(port));
    }

    @Equal
    void aNodeOnIpv6Registers() throws Exception {
        assertThat(eval(
                        "erl_epmd:port_please(\"six\", {0,0,0,0,0,0,0,1}) =/= noport",
                        "-sname",
                        "six@localhost",
                        "-proto_dist",
                        "inet6_tcp"))
                .isEqualTo("true");
    }

    @Equal
    void aNodeComesBackWhenTheServerDoes() throws Exception {
        int port = EpmdProcess.freePort();
        List<String> serve = implementation.command("-port", Integer.toString(port));
        EpmdProcess first = EpmdProcess.launch(serve, Map.of(), port);
        Map<String, String> environment = environment(port);
        nodes.add(start(erl("-sname", "foo@localhost"), environment));
        await().atMost(EpmdProcess.GENEROUS).until(() -> first.knows("foo"));
        first.close();
        try (EpmdProcess second = EpmdProcess.launch(serve, Map.of(), port)) {
            await().atMost(EpmdProcess.GENEROUS).until(() -> second.knows("foo"));
        }
    }

    /** A node that has registered. */
    private Process node(String name) throws IOException {
        Process node = start(erl("-sname", name + "@localhost"), environment());
        nodes.add(node);
        await().atMost(EpmdProcess.GENEROUS).until(() -> epmd.knows(name));
        return node;
    }

    private String eval(String expression, String... flags) throws Exception {
        String program = "io:format(\"~p\", [" + expression + "]), halt().";
        List<String> command = erl(flags);
        command.addAll(List.of("-eval", program));
        Command done = Command.run(command, environment());
        assertThat(done.stderr()).isEmpty();
        return done.stdout();
    }

    private static List<String> erl(String... flags) {
        List<String> command = new ArrayList<>(List.of("erl", "-noinput", "-start_epmd", "false"));
        command.addAll(List.of("-setcookie", "secret"));
        command.addAll(List.of(flags));
        return command;
    }
}
