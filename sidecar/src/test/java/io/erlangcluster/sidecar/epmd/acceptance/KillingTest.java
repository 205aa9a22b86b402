package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

@Chapter(number = 6, title = "Ending (KILL_REQ, STOP_REQ)")
class KillingTest extends BothServers {

    @Equal
    void anEmptyServerIsKilledAndExitsWith0() throws Exception {
        try (EpmdProcess empty = EpmdProcess.start(implementation)) {
            assertThat(ask(empty, Request.KILL)).isEqualTo("OK");
            assertThat(empty.exitCode()).isZero();
            assertThat(empty.stdout()).isEmpty();
        }
    }

    @Different(
            c = "one line on stderr",
            ours = "nothing",
            because = "a server that was told to end has nothing to complain about")
    void whatAKilledServerSays() throws Exception {
        try (EpmdProcess empty = EpmdProcess.start(implementation)) {
            assertThat(ask(empty, Request.KILL)).isEqualTo("OK");
            assertThat(empty.exitCode()).isZero();
            assertThat(empty.stderr()).matches(either("epmd: .{24}: got KILL_REQ - terminates normal\\R", ""));
        }
    }

    @Equal
    void aTerminatedServerSaysNothing() throws Exception {
        try (EpmdProcess terminated = EpmdProcess.start(implementation)) {
            terminated.process().destroy();
            terminated.exitCode();
            assertThat(terminated.stdout()).isEmpty();
            assertThat(terminated.stderr()).isEmpty();
        }
    }

    @Equal
    void aServerWithANodeIsNotKilled() throws Exception {
        try (Connection node = epmd.register("foo")) {
            assertThat(ask(epmd, Request.KILL)).isEqualTo("NO");
            assertThat(epmd.knows("foo")).isTrue();
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aServerWhoseNodesAreGoneIsKilled() throws Exception {
        try (EpmdProcess empty = EpmdProcess.start(implementation)) {
            empty.registerAndEnd("foo");
            assertThat(ask(empty, Request.KILL)).isEqualTo("OK");
            assertThat(empty.exitCode()).isZero();
        }
    }

    @Equal
    void stoppingANodeIsClosedWithoutAnAnswer() throws Exception {
        try (Connection node = epmd.register("foo")) {
            assertThat(ask(epmd, Request.stop("foo"))).isEmpty();
            assertThat(ask(epmd, Request.stop("bar"))).isEmpty();
            assertThat(epmd.knows("foo")).isTrue();
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aRelaxedServerIsKilledWithItsNodes() throws Exception {
        try (EpmdProcess relaxed = EpmdProcess.start(implementation, "-relaxed_command_check");
                Connection node = relaxed.register("foo")) {
            assertThat(ask(relaxed, Request.KILL)).isEqualTo("OK");
            assertThat(relaxed.exitCode()).isZero();
            assertThat(node.readToEnd()).isEmpty();
        }
    }

    @Equal
    void aRelaxedServerStopsANode() throws Exception {
        try (EpmdProcess relaxed = EpmdProcess.start(implementation, "-relaxed_command_check");
                Connection foo = relaxed.register("foo");
                Connection bar = relaxed.register("bar")) {
            assertThat(ask(relaxed, Request.stop("foo"))).isEqualTo("STOPPED");
            assertThat(foo.readToEnd()).isEmpty();
            assertThat(relaxed.ask(portPlease2("foo"))).isEqualTo(Request.hex("77 01"));
            assertThat(bar.isOpenAt(relaxed)).isTrue();
            relaxed.register("foo").close();
        }
    }

    @Equal
    void theEnvironmentMakesAServerRelaxedToo() throws Exception {
        Map<String, String> environment = Map.of("ERL_EPMD_RELAXED_COMMAND_CHECK", "");
        try (EpmdProcess relaxed = EpmdProcess.start(implementation, environment);
                Connection foo = relaxed.register("foo")) {
            assertThat(ask(relaxed, Request.stop("foo"))).isEqualTo("STOPPED");
            assertThat(foo.readToEnd()).isEmpty();
        }
    }

    @Different(
            c = "is answered `NOEXISTSTOPPED`",
            ours = "is answered `NOEXIST`",
            because = "it is not stopped; `epmd -stop` reads seven bytes and prints the same for both")
    void stoppingAnUnknownNode() throws Exception {
        try (EpmdProcess relaxed = EpmdProcess.start(implementation, "-relaxed_command_check")) {
            assertThat(ask(relaxed, Request.stop("foo"))).isEqualTo(either("NOEXISTSTOPPED", "NOEXIST"));
        }
    }

    private static String ask(EpmdProcess epmd, byte[] request) throws Exception {
        return new String(epmd.ask(request), US_ASCII);
    }
}
