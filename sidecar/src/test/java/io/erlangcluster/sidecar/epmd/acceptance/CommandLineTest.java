package io.erlangcluster.sidecar.epmd.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Either command asks either server: what it prints and how it ends is the same for all four. */
@Chapter(number = 13, title = "The command as a client")
class CommandLineTest extends BothServers {

    private static final String USAGE = "usage: epmd ";

    @Equal
    void theNamesOptionPrintsTheNodes() throws Exception {
        try (Connection foo = epmd.register("foo");
                Connection bar = epmd.register("ångström")) {
            assertBoth(
                    0,
                    "epmd: up and running on port %d with data:\nname ångström at port 1234\nname foo at port 1234\n"
                            .formatted(epmd.port()),
                    "-names");
            assertThat(foo.isOpenAt(epmd)).isTrue();
            assertThat(bar.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void theDumpOptionPrintsTheNodesAndTheOldNodes() throws Exception {
        epmd.registerAndEnd("gone");
        try (Connection foo = epmd.register("foo")) {
            for (Implementation client : Implementation.values()) {
                Command dump = run(client, "-dump");
                assertThat(dump.stdout().replaceAll("fd = -?[0-9]+", "fd = N"))
                        .startsWith("epmd: up and running on port %d with data:\n".formatted(epmd.port())
                                + "active name     <foo> at port 1234, fd = N\n\0")
                        .contains("old/unused name <gone>, port = 1234, fd = N \n\0");
                assertThat(dump.stderr()).isEmpty();
                assertThat(dump.exitCode()).isZero();
            }
            assertThat(foo.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void theStartedOptionPrintsNothing() throws Exception {
        assertBoth(0, "", "-started");
    }

    @Equal
    void theKillOptionIsRefusedWhileThereAreNodes() throws Exception {
        try (Connection foo = epmd.register("foo")) {
            assertBoth(1, "Killing not allowed - living nodes in database.\n", "-kill");
            assertThat(foo.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void theKillOptionKills() throws Exception {
        for (Implementation client : Implementation.values()) {
            try (EpmdProcess victim = EpmdProcess.start(implementation)) {
                String port = Integer.toString(victim.port());
                assertThat(Command.epmd(client, "-port", port, "-kill")).isEqualTo(new Command(0, "Killed\n", ""));
                assertThat(victim.exitCode()).isZero();
            }
        }
    }

    @Equal
    void theStopOptionNeedsARelaxedServer() throws Exception {
        assertBoth(1, "epmd: local epmd responded with <>\n", "-stop", "foo");
    }

    @Equal
    void theStopOptionEndsARegistrationOfARelaxedServer() throws Exception {
        try (EpmdProcess relaxed = EpmdProcess.start(implementation, "-relaxed_command_check")) {
            String port = Integer.toString(relaxed.port());
            for (Implementation client : Implementation.values()) {
                try (Connection foo = relaxed.register("foo")) {
                    assertThat(Command.epmd(client, "-port", port, "-stop", "foo"))
                            .isEqualTo(new Command(0, "STOPPED\n", ""));
                    assertThat(foo.readToEnd()).isEmpty();
                }
                assertThat(Command.epmd(client, "-port", port, "-stop", "foo"))
                        .isEqualTo(new Command(0, "NOEXIST\n", ""));
            }
        }
    }

    @Equal
    void withoutAServerEveryRequestEndsWith1() throws Exception {
        String nobody = Integer.toString(EpmdProcess.freePort());
        String complaint = "epmd: Cannot connect to local epmd\n";
        for (String request : List.of("-names", "-dump", "-kill")) {
            assertThat(Command.epmd(implementation, "-port", nobody, request)).isEqualTo(new Command(1, "", complaint));
        }
        assertThat(Command.epmd(implementation, "-port", nobody, "-stop", "foo"))
                .isEqualTo(new Command(1, "", complaint));
        assertThat(Command.epmd(implementation, "-port", nobody, "-started")).isEqualTo(new Command(1, "", ""));
    }

    @Equal
    void whatItDoesNotUnderstandPrintsTheUsage() throws Exception {
        for (String misuse : List.of(
                "-nonsense",
                "names",
                "-port",
                "-port abc",
                "-port 0",
                "-packet_timeout 0",
                "-stop",
                "-names more",
                "-names -port 4369",
                "-address",
                "-delay_write x")) {
            Command command = Command.epmd(implementation, misuse.split(" "));
            assertThat(command.stderr()).as(misuse).startsWith(USAGE).contains("-relaxed_command_check\n");
            assertThat(command.stdout()).as(misuse).isEmpty();
            assertThat(command.exitCode()).as(misuse).isOne();
        }
    }

    @Equal
    void aNameTooLongToStopEndsWith1() throws Exception {
        assertThat(Command.epmd(implementation, "-stop", "x".repeat(1001)))
                .isEqualTo(new Command(1, "epmd: Name too long!", ""));
    }

    private void assertBoth(int exitCode, String stdout, String... request) throws Exception {
        for (Implementation client : Implementation.values()) {
            assertThat(run(client, request)).as("%s asks", client).isEqualTo(new Command(exitCode, stdout, ""));
        }
    }

    private Command run(Implementation client, String... request) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-port", Integer.toString(epmd.port())));
        arguments.addAll(List.of(request));
        return Command.epmd(client, arguments.toArray(String[]::new));
    }
}
