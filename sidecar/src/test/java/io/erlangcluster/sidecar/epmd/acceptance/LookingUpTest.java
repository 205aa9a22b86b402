package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.hex;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

@Chapter(number = 3, title = "Looking up (PORT_PLEASE2_REQ)")
class LookingUpTest extends BothServers {

    @Equal
    void aNodeIsFoundAndTheConnectionClosed() throws Exception {
        try (Connection node = epmd.register("foo")) {
            assertThat(epmd.ask(portPlease2("foo"))).isEqualTo(hex("77 00 04d2 4d 00 0006 0005 0003 666f6f 0000"));
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aNodeIsFoundWithItsExtra() throws Exception {
        try (Connection node = epmd.register(alive2("foo".getBytes(US_ASCII), hex("0001ff")))) {
            assertThat(epmd.ask(portPlease2("foo")))
                    .isEqualTo(hex("77 00 04d2 4d 00 0006 0005 0003 666f6f 0003 0001ff"));
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aHiddenNodeIsFound() throws Exception {
        byte[] hidden = alive2(1234, 'H', 0, 6, 5, "foo".getBytes(US_ASCII), new byte[0]);
        try (Connection node = epmd.register(hidden)) {
            assertThat(epmd.ask(portPlease2("foo"))).startsWith(hex("77 00 04d2 48"));
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void anUnknownNameIsAnsweredInTwoBytes() throws Exception {
        try (Connection node = epmd.register("foo")) {
            for (String unknown : List.of("fo", "fooo", "Foo", "foo@host")) {
                assertThat(epmd.ask(portPlease2(unknown))).isEqualTo(hex("77 01"));
            }
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void fiveHundredAskAtOnce() throws Exception {
        List<Connection> clients = new ArrayList<>();
        try (Connection node = epmd.register("foo")) {
            for (int i = 0; i < 500; i++) {
                clients.add(epmd.connect());
            }
            for (Connection client : clients) {
                client.send(portPlease2("foo"));
            }
            for (Connection client : clients) {
                assertThat(client.readToEnd()).startsWith(hex("77 00 04d2"));
                client.close();
            }
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }
}
