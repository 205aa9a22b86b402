package io.erlangcluster.sidecar.epmd.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Dump3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Hello;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Kill3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Stop3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Watch;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Alive3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Found;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Gone;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Kill3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.ListPiece;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Ports;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reachable;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reason;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Refused;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Stop3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Up;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.UpToDate;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.WatchStarted;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What one side writes the other reads. */
class FormatTest {

    private static final NodePort FOO = NodePort.normal("foo", 4711);
    private static final ExtensionRequest WATCH = new Watch(Filter.EVERYTHING, Optional.empty());
    private static final NodeEntry ENTRY = new NodeEntry(
            "f\u00f6\u00f6",
            0xFFFF_FFFFL,
            72,
            6,
            5,
            List.of(new Transport("inet_tcp", 4711), new Transport("", 0)),
            Map.of("app", "web", "a.b/c", ""),
            Extra.of((byte) 1));

    static Stream<ExtensionRequest> requests() {
        return Stream.of(
                new Alive3(FOO, "inet_tcp"),
                new Alive3(FOO, "", Map.of("app", "web", "x/y", ""), Optional.of(ResumeToken.random())),
                new PortPlease3(List.of("inet_tcp", "inet_tls"), "foo"),
                new PortPlease3(List.of(), "f\u00f6\u00f6"),
                new Names3(),
                new Dump3(),
                new Kill3(),
                new Stop3("foo"),
                new Hello(1, 255),
                new LookUp(new Filter.ByPrefix("web-"), 0),
                new LookUp(new Filter.BySelector("app=web"), 0xFFFF_FFFFL),
                WATCH,
                new Watch(new Filter.BySelector("app=web"), Optional.of(new Position(7, 8))));
    }

    @ParameterizedTest
    @MethodSource("requests")
    void requestsAreReadAsTheyWereWritten(ExtensionRequest request) {
        ByteBuf frame = Unpooled.wrappedBuffer(RequestFormat.frame(request));

        assertThat(frame.readUnsignedShort()).isEqualTo(frame.readableBytes());
        assertThat(RequestFormat.decode(frame)).isEqualTo(request);
    }

    static Stream<Arguments> responses() {
        Reachable reachable = new Reachable("foo", ENTRY.transports(), 77, 6, 5, Extra.NONE);
        return Stream.of(
                Arguments.of(new Alive3(FOO, ""), new Alive3Response(true, true, 0xFFFF_FFFFL)),
                Arguments.of(new Alive3(FOO, ""), new Alive3Response(false, false, 99)),
                Arguments.of(new PortPlease3(List.of(), "foo"), new Ports(Optional.of(reachable))),
                Arguments.of(new PortPlease3(List.of(), "foo"), new Ports(Optional.empty())),
                Arguments.of(new Names3(), new ListPiece(true, OptionalInt.of(4369), "name foo at port 1\n")),
                Arguments.of(new Kill3(), new Kill3Response(true)),
                Arguments.of(new Stop3("foo"), new Stop3Response(false)),
                Arguments.of(new Hello(1, 1), new Welcome(1, RequestFormat.TAGS)),
                Arguments.of(new LookUp(Filter.EVERYTHING, 0), new Found(true, List.of(ENTRY, ENTRY))),
                Arguments.of(WATCH, new WatchStarted(true, new Position(1, 2))),
                Arguments.of(WATCH, new Up(3, ENTRY)),
                Arguments.of(WATCH, new Gone(4, "foo")),
                Arguments.of(WATCH, new UpToDate(5)),
                Arguments.of(WATCH, new Refused(Reason.TOO_MANY_WATCHES, "enough")));
    }

    @ParameterizedTest
    @MethodSource("responses")
    void responsesAreReadAsTheyWereWritten(ExtensionRequest asked, ExtensionResponse response) {
        assertThat(ResponseFormat.decode(asked, true, bytes(response))).isEqualTo(response);
    }

    @Test
    void onlyTheFirstPieceOfAListHasThePort() {
        ListPiece further = new ListPiece(false, OptionalInt.empty(), "name foo at port 1\n");

        assertThat(ResponseFormat.decode(new Names3(), false, bytes(further))).isEqualTo(further);
    }

    @Test
    void fieldsOfLaterVersionsAreSkipped() {
        byte[] known = bytes(new Up(3, ENTRY));
        ByteBuf longer = Unpooled.buffer().writeBytes(known).writeInt(0xdeadbeef);
        longer.setShort(9, longer.getUnsignedShort(9) + 4);

        assertThat(ResponseFormat.decode(WATCH, false, ByteBufUtil.getBytes(longer)))
                .isEqualTo(new Up(3, ENTRY));
    }

    @Test
    void labelsBeyondWhatAMessageHoldsAreLeftOut() {
        Map<String, String> labels = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            labels.put("p".repeat(200) + "/" + "%03d".formatted(i), "v".repeat(63));
        }
        NodeEntry large = new NodeEntry("foo", 1, 77, 6, 5, List.of(), labels, Extra.NONE);
        byte[] bytes = bytes(new Found(false, List.of(large)));

        assertThat(bytes).hasSizeLessThan(NodeEntryFormat.MAX_LABEL_BYTES + 1000);
        Found found = (Found) ResponseFormat.decode(new LookUp(Filter.EVERYTHING, 0), true, bytes);
        assertThat(found.nodes().getFirst().labels()).hasSizeGreaterThan(100);
    }

    @Test
    void randomBytesAreRefusedOrReadButNothingElse() {
        Random random = new Random(121);
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = new byte[1 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[0] = (byte) RequestFormat.TAGS.charAt(round % RequestFormat.TAGS.length());
            try {
                RequestFormat.decode(Unpooled.wrappedBuffer(bytes));
                ResponseFormat.decode(WATCH, false, bytes);
            } catch (CorruptedFrameException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    @Test
    void tokensHave16To64BytesAndAreNotShown() {
        assertThatThrownBy(() -> ResumeToken.of(new byte[15])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ResumeToken.of(new byte[65])).isInstanceOf(IllegalArgumentException.class);
        assertThat(ResumeToken.of(new byte[16])).isEqualTo(ResumeToken.of(new byte[16]));
        assertThat(ResumeToken.random()).isNotEqualTo(ResumeToken.random());
        assertThat(ResumeToken.of(new byte[16]).toString()).doesNotContain("00");
    }

    private static byte[] bytes(ExtensionResponse response) {
        ByteBuf out = Unpooled.buffer();
        ResponseFormat.encode(response, out);
        return ByteBufUtil.getBytes(out);
    }
}
