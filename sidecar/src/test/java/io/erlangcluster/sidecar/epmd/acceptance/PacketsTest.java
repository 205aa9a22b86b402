package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.hex;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

@Chapter(number = 7, title = "Packets")
class PacketsTest extends BothServers {

    private static final int LONGEST = 3057;

    @Equal
    void aLengthOfZeroIsClosed() throws Exception {
        assertThat(epmd.ask(hex("0000"))).isEmpty();
        assertThat(epmd.ask(hex("0000 6e"))).isEmpty();
    }

    @Equal
    void theLongestRequestHas3057Bytes() throws Exception {
        byte[] longest = Arrays.copyOfRange(alive2("foo"), 3, LONGEST + 2);
        epmd.register(Request.of('x', longest)).close();
        assertThat(epmd.ask(Request.of('n', new byte[LONGEST - 1]))).hasSize(4);
        assertThat(epmd.ask(Request.of('n', new byte[LONGEST]))).isEmpty();
    }

    @Equal
    void aLengthTooLargeIsClosedBeforeTheRestComes() throws Exception {
        for (String length : List.of("0bf2", "0fff", "7fff", "8000", "ffff")) {
            assertThat(epmd.ask(hex(length))).as(length).isEmpty();
        }
    }

    @Equal
    void anUnknownTagIsClosedWithoutAnAnswer() throws Exception {
        for (int tag : new int[] {0, 'a', 'l', 'p', 'u', 'v', 'w', 'y', '*', 128, 255}) {
            assertThat(epmd.ask(Request.of(tag))).as("tag %d", tag).isEmpty();
            assertThat(epmd.ask(Request.of(tag, hex("666f6f"))))
                    .as("tag %d", tag)
                    .isEmpty();
        }
    }

    @Different(
            c = "is closed without an answer",
            ours = "is answered, see docs/epmd-protocol.md",
            because =
                    "these are the extensions; no stock node sends them, and who does learns here whether they are spoken")
    void anUpperCaseTag() throws Exception {
        for (char tag : new char[] {'N', 'D'}) {
            try (Connection client = epmd.connect()) {
                assertThat(client.send(Request.of(tag)).read(2)).as("%c", tag).hasSize(either(0, 2));
            }
        }
    }

    @Equal
    void aByteBehindTheRequestIsClosedWithoutAnAnswer() throws Exception {
        for (byte[] request : new byte[][] {Request.NAMES, Request.DUMP, portPlease2("foo"), alive2("foo")}) {
            assertThat(epmd.ask(Arrays.copyOf(request, request.length + 1))).isEmpty();
        }
        epmd.awaitUnknown("foo");
    }

    @Equal
    void twoRequestsInOneSegmentAreClosedWithoutAnAnswer() throws Exception {
        assertThat(epmd.ask(both(Request.NAMES, Request.NAMES))).isEmpty();
        assertThat(epmd.ask(both(portPlease2("foo"), portPlease2("foo")))).isEmpty();
        assertThat(epmd.ask(both(alive2("foo"), portPlease2("foo")))).isEmpty();
        epmd.awaitUnknown("foo");
    }

    @Equal
    void aRequestMayComeByteByByte() throws Exception {
        try (Connection node = epmd.connect();
                Connection client = epmd.connect()) {
            trickle(node, alive2("foo"));
            assertThat(node.read(6)).startsWith('v', 0);
            trickle(client, portPlease2("foo"));
            assertThat(client.readToEnd()).startsWith(hex("77 00 04d2"));
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void nothingIsAnsweredBeforeTheRequestIsWhole() throws Exception {
        byte[] request = Request.of('n', hex("00"));
        try (Connection client = epmd.connect()) {
            client.send(Arrays.copyOf(request, 3));
            assertThat(client.isOpenAt(epmd)).isTrue();
            client.send(hex("00"));
            assertThat(client.readToEnd()).hasSize(4);
        }
    }

    @Equal
    void anAbandonedRequestHurtsNobody() throws Exception {
        byte[] request = alive2("foo");
        for (int length = 0; length < request.length; length++) {
            try (Connection client = epmd.connect()) {
                client.send(Arrays.copyOf(request, length));
            }
            try (Connection client = epmd.connect()) {
                client.send(Arrays.copyOf(request, length)).reset();
            }
        }
        epmd.awaitUnknown("foo");
    }

    @Equal
    void halfARequestThatIsHalfClosedIsClosed() throws Exception {
        try (Connection client = epmd.connect()) {
            assertThat(client.send(hex("00 04 7a 66")).halfClose().readToEnd()).isEmpty();
        }
    }

    @Equal
    void aRequestThatIsHalfClosedIsAnswered() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (Connection client = epmd.connect()) {
                assertThat(client.send(portPlease2("foo")).halfClose().readToEnd())
                        .isEqualTo(hex("77 01"));
            }
        }
    }

    @Equal
    void aClientThatIsGoneBeforeTheAnswerHurtsNobody() throws Exception {
        List<Connection> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            clients.add(epmd.connect().send(i % 2 == 0 ? Request.NAMES : Request.DUMP));
        }
        for (Connection client : clients) {
            client.reset();
        }
        assertThat(epmd.ask(Request.NAMES)).hasSize(4);
    }

    @Equal
    void randomBytesHurtNobody() throws Exception {
        Random random = new Random(4369);
        try (Connection node = epmd.register("foo")) {
            for (int i = 0; i < 300; i++) {
                byte[] garbage = new byte[1 + random.nextInt(4000)];
                random.nextBytes(garbage);
                try (Connection client = epmd.connect()) {
                    client.sendIfOpen(garbage);
                }
            }
            assertThat(epmd.knows("foo")).isTrue();
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    private static byte[] both(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }

    private static void trickle(Connection connection, byte[] request) throws Exception {
        for (byte b : request) {
            connection.send(new byte[] {b});
        }
    }
}
