package io.erlangcluster.sidecar.epmd.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @Test
    void servesOnItsStandardPortWithoutArguments() {
        assertThat(parse(""))
                .isEqualTo(new Invocation.Serve(
                        new ServeOptions(4369, "", 0, false, false, false, 60, 0, 0, Optional.empty())));
    }

    @Test
    void takesEveryOptionOfTheServer() {
        assertThat(parse("-d -debug -port 1 -address ::1 -daemon -systemd -relaxed_command_check -packet_timeout 2"
                        + " -delay_accept 3 -delay_write 4 -state /s"))
                .isEqualTo(new Invocation.Serve(
                        new ServeOptions(1, "::1", 2, true, true, true, 2, 3, 4, Optional.of("/s"))));
    }

    @Test
    void takesTheEnvironmentButOptionsFirst() {
        Map<String, String> environment = Map.of(
                "ERL_EPMD_PORT", "5000",
                "ERL_EPMD_ADDRESS", "127.0.0.7",
                "ERL_EPMD_RELAXED_COMMAND_CHECK", "",
                "ERL_EPMD_STATE", "off");

        assertThat(Arguments.parse(List.of(), environment))
                .isEqualTo(new Invocation.Serve(
                        new ServeOptions(5000, "127.0.0.7", 0, false, false, true, 60, 0, 0, Optional.of("off"))));
        assertThat(Arguments.parse(List.of("-port", "5001", "-names"), environment))
                .isEqualTo(new Invocation.Names(5001));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-bogus",
                "-port",
                "-port 0",
                "-port x",
                "-packet_timeout 0",
                "-names x",
                "-names -port 1",
                "-stop",
                "-stop a b",
                "-lookup",
                "-watch a b"
            })
    void refusesWhatTheCEpmdRefuses(String arguments) {
        assertThat(parse(arguments)).isEqualTo(new Invocation.Misuse());
    }

    @ParameterizedTest
    @CsvSource({
        "-names -l, LongNames[port=4369]",
        "-names -json, 'Lookup[port=4369, wanted=*, printer=JSON]'",
        "-lookup web-*, 'Lookup[port=4369, wanted=web-*, printer=LINES]'",
        "-port 7 -lookup app=web -json, 'Lookup[port=7, wanted=app=web, printer=JSON]'",
        "-watch, 'Watch[port=4369, wanted=*, printer=LINES]'",
        "-watch -json, 'Watch[port=4369, wanted=*, printer=JSON]'",
        "-watch web-* -json, 'Watch[port=4369, wanted=web-*, printer=JSON]'",
        "-stop web, 'Stop[port=4369, name=web]'"
    })
    void readsRequests(String arguments, String invocation) {
        assertThat(parse(arguments)).hasToString(invocation);
    }

    @Test
    void addsTheLoopbackToGivenAddresses() {
        assertThat(ListenAddresses.parse("10.0.0.1, 10.0.0.2"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("127.0.0.1", "0:0:0:0:0:0:0:1", "10.0.0.1", "10.0.0.2");
        assertThat(ListenAddresses.parse("0.0.0.0"))
                .extracting(InetAddress::getHostAddress)
                .containsExactly("0.0.0.0");
        assertThat(ListenAddresses.parse(" ,")).isEmpty();
    }

    @Test
    void namesTheAddressItCannotRead() {
        assertThatThrownBy(() -> ListenAddresses.parse("10.0.0.1,foo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cannot parse IP address \"foo\"");
    }

    private static Invocation parse(String arguments) {
        return Arguments.parse(arguments.isEmpty() ? List.of() : List.of(arguments.split(" ")), Map.of());
    }
}
