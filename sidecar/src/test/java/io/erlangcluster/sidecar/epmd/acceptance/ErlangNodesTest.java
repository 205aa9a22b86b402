package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.Inet4Address;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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
        Command second = Command.run(erl("-sname", "foo@localhost", "-eval", "halt()."), environment(epmd));
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
        node("foo");
        // names/0 asks the machine's own address, not its loopback.
        String own = LocalPeersTest.address(Inet4Address.class).getHostAddress();
        assertThat(eval("{net_adm:names(localhost), net_adm:names('%s')}".formatted(own)))
                .matches("\\{\\{ok,\\[\\{\"foo\",(\\d+)}]},\\{ok,\\[\\{\"foo\",\\1}]}}");
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
    void erlEpmdRegistersLooksUpAndLists() throws Exception {
        String loopback = "{127,0,0,1}";
        assertThat(eval("begin erl_epmd:start(), {ok, C} = erl_epmd:register_node(\"foo\", 4711, inet_tcp),"
                        + " {is_integer(C), erl_epmd:port_please(\"foo\", %s), erl_epmd:port_please(\"bar\", %s),"
                                .formatted(loopback, loopback)
                        + " erl_epmd:names(%s)} end".formatted(loopback)))
                .isEqualTo("{true,{port,4711,6},noport,{ok,[{\"foo\",4711}]}}");
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
        try (EpmdProcess first = EpmdProcess.launch(serve, Map.of(), port)) {
            node("foo", first);
        }
        try (EpmdProcess second = EpmdProcess.launch(serve, Map.of(), port)) {
            awaitNode("foo", second);
        }
    }

    private Process node(String name) throws IOException {
        return node(name, epmd);
    }

    /** A node that has registered. */
    private Process node(String name, EpmdProcess server) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(erl("-sname", name + "@localhost"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        Command.clean(builder.environment());
        builder.environment().putAll(environment(server));
        Process node = builder.start();
        nodes.add(node);
        awaitNode(name, server);
        return node;
    }

    private static void awaitNode(String name, EpmdProcess server) {
        await().atMost(EpmdProcess.GENEROUS).pollInterval(Duration.ofMillis(20)).until(() -> server.knows(name));
    }

    private Map<String, String> environment(EpmdProcess server) {
        return Map.of("ERL_EPMD_PORT", Integer.toString(server.port()), "HOME", home.toString());
    }

    private String eval(String expression, String... flags) throws Exception {
        String program = "io:format(\"~p\", [" + expression + "]), halt().";
        List<String> command = erl(flags);
        command.addAll(List.of("-eval", program));
        Command done = Command.run(command, environment(epmd));
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
