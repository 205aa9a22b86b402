package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.hex;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

@Chapter(number = 1, title = "Registering (ALIVE2_REQ)")
class RegisteringTest extends BothServers {

    private static final byte[] NO_EXTRA = {};

    @Equal
    void aNodeOfVersion6OrMoreGetsACreationOf32Bits() throws Exception {
        for (int high : new int[] {6, 7, 0xFFFF}) {
            try (Connection node = epmd.connect()) {
                assertThat(digits(node.send(alive2(high, "foo" + high)).read(6)))
                        .matches("7600[0-9a-f]{8}");
                assertThat(node.isOpenAt(epmd)).isTrue();
            }
        }
    }

    @Equal
    void aNodeOfVersion5OrLessGetsACreationOf1To3In16Bits() throws Exception {
        for (int high : new int[] {5, 1, 0}) {
            try (Connection node = epmd.connect()) {
                assertThat(digits(node.send(alive2(high, "foo" + high)).read(4)))
                        .matches("7900000[123]");
                assertThat(node.isOpenAt(epmd)).isTrue();
            }
        }
    }

    @Equal
    void whatIsRegisteredComesBackAsItIsWhateverItSays() throws Exception {
        byte[] extra = hex("00 ff 00 e5");
        try (Connection node = epmd.register(alive2(0, 72, 7, 0xFFFF, 9, "foo".getBytes(US_ASCII), extra))) {
            assertThat(epmd.ask(portPlease2("foo")))
                    .isEqualTo(hex("77 00 0000 48 07 ffff 0009 0003 666f6f 0004 00ff00e5"));
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aHundredNodesRegisterAndKeepTheirNames() throws Exception {
        List<Connection> nodes = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            nodes.add(epmd.register("foo" + i));
        }
        for (int i = 0; i < 100; i++) {
            assertThat(epmd.knows("foo" + i)).isTrue();
            nodes.get(i).close();
        }
    }

    @Equal
    void aNameIsFreeWhenItsConnectionIsClosed() throws Exception {
        epmd.registerAndEnd("foo");
        epmd.register("foo").close();
    }

    @Equal
    void aNameIsFreeWhenItsConnectionIsReset() throws Exception {
        epmd.register("foo").reset();
        epmd.awaitUnknown("foo");
        epmd.register("foo").close();
    }

    @Equal
    void aNameIsFreeWhenItsConnectionIsHalfClosed() throws Exception {
        try (Connection node = epmd.register("foo").halfClose()) {
            assertThat(node.readToEnd()).isEmpty();
            epmd.awaitUnknown("foo");
        }
    }

    @Equal
    void aSecondPacketEndsTheRegistration() throws Exception {
        for (byte[] second : new byte[][] {alive2("bar"), Request.NAMES, {0}}) {
            try (Connection node = epmd.register("foo")) {
                assertThat(node.send(second).readToEnd()).isEmpty();
                epmd.awaitUnknown("foo");
                epmd.awaitUnknown("bar");
            }
        }
    }

    @Equal
    void theFirstNodeKeepsANameThatASecondWants() throws Exception {
        try (Connection first = epmd.register("foo");
                Connection second = epmd.connect()) {
            byte[] wanted = alive2(4321, 'M', 0, 6, 5, "foo".getBytes(US_ASCII), NO_EXTRA);
            assertThat(second.send(wanted).read(6)).isEqualTo(hex("76 01 00000063"));
            assertThat(epmd.ask(portPlease2("foo"))).startsWith(hex("77 00 04d2"));
            assertThat(first.isOpenAt(epmd)).isTrue();
        }
        epmd.awaitUnknown("foo");
    }

    @Equal
    void aRefusalHasTheFormOfTheVersionThatAsks() throws Exception {
        try (Connection first = epmd.register("foo");
                Connection second = epmd.connect()) {
            assertThat(second.send(alive2(5, "foo")).read(4)).isEqualTo(hex("79 01 0063"));
            assertThat(first.isOpenAt(epmd)).isTrue();
        }
    }

    @Different(
            c = "keeps the connection",
            ours = "closes it",
            because = "erl_epmd never does, and leaks a socket with each of its retries")
    void theConnectionAfterARefusal() throws Exception {
        try (Connection first = epmd.register("foo");
                Connection second = epmd.connect()) {
            second.send(alive2("foo")).read(6);
            assertThat(second.isOpenAt(epmd)).isEqualTo(either(true, false));
            assertThat(first.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void bytesBehindTheExtraAreIgnored() throws Exception {
        byte[] body = hex("04d2 4d 00 0006 0005 0003 666f6f 0001 aa  0102030405");
        try (Connection node = epmd.register(Request.of('x', body))) {
            assertThat(epmd.ask(portPlease2("foo"))).isEqualTo(hex("77 00 04d2 4d 00 0006 0005 0003 666f6f 0001 aa"));
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void anExtraOf1020BytesIsKept() throws Exception {
        byte[] extra = new byte[1020];
        try (Connection node = epmd.register(alive2("foo".getBytes(US_ASCII), extra))) {
            assertThat(epmd.ask(portPlease2("foo"))).hasSize(12 + 3 + 2 + 1020);
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void anExtraOf1021BytesIsRefused() throws Exception {
        try (Connection node = epmd.connect()) {
            byte[] request = alive2("foo".getBytes(US_ASCII), new byte[1021]);
            assertThat(node.send(request).read(6)).isEqualTo(hex("76 01 00000063"));
            epmd.awaitUnknown("foo");
        }
    }

    @Equal
    void aRegistrationThatIsCutShortIsClosed() throws Exception {
        byte[] whole = hex("04d2 4d 00 0006 0005 0003 666f6f 0000");
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(epmd.ask(Request.of('x', cut))).as("%d bytes", length).isEmpty();
        }
    }

    @Equal
    void aNameLongerThanItsPacketIsClosed() throws Exception {
        assertThat(epmd.ask(Request.of('x', hex("04d2 4d 00 0006 0005 0004 666f6f 0000"))))
                .isEmpty();
        assertThat(epmd.ask(Request.of('x', hex("04d2 4d 00 0006 0005 ffff 666f6f 0000"))))
                .isEmpty();
    }

    @Equal
    void anExtraLongerThanItsPacketIsClosed() throws Exception {
        assertThat(epmd.ask(Request.of('x', hex("04d2 4d 00 0006 0005 0003 666f6f 0001"))))
                .isEmpty();
        assertThat(epmd.ask(Request.of('x', hex("04d2 4d 00 0006 0005 0003 666f6f ffff aa"))))
                .isEmpty();
    }

    private static String digits(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
