package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.FuzzedConnection;
import io.erlangcluster.sidecar.FuzzedConnection.Outcome;
import io.erlangcluster.sidecar.epmd.EpmdRequest.Alive2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.PortPlease2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.StopRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import java.util.List;

/** Whatever bytes a client of the C epmd's protocol sends. */
class EpmdRequestFuzzTest {

    @FuzzTest
    void isOneRequestOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Outcome whole = FuzzedConnection.inOneSegment(input, EpmdRequestFuzzTest::decoders);
        Outcome segments = FuzzedConnection.of(input, EpmdRequestFuzzTest::decoders);

        assertThat(segments.refused()).isEqualTo(whole.refused());
        assertThat(segments.messages()).hasSizeLessThan(2);
        if (!whole.refused()) {
            assertThat(segments).isEqualTo(whole);
        }
        for (Object request : segments.messages()) {
            switch (request) {
                case Alive2Request(var node) -> {
                    assertIsName(node.name());
                    assertThat(reread(alive2(node))).containsExactly(request);
                }
                case PortPlease2Request(var name) -> {
                    assertIsName(name);
                    assertThat(reread(named('z', name))).containsExactly(request);
                }
                case StopRequest(var name) -> {
                    assertIsName(name);
                    assertThat(reread(named('s', name))).containsExactly(request);
                }
                default -> assertThat(request).isInstanceOf(EpmdRequest.class);
            }
        }
    }

    private static ChannelHandler[] decoders() {
        return new ChannelHandler[] {new EpmdFrameDecoder(), new EpmdCodec()};
    }

    private static void assertIsName(String name) {
        assertThat(name.codePointCount(0, name.length())).isBetween(1, AliveName.MAX_CHARACTERS);
        assertThat(name).doesNotContain("\0");
    }

    /** What the request's bytes, written as OTP's client writes them, are read as. */
    private static List<Object> reread(ByteBuf request) {
        ByteBuf frame = Unpooled.buffer().writeByte(0).writeShort(request.readableBytes());
        return FuzzedConnection.of(ByteBufUtil.getBytes(frame.writeBytes(request)), EpmdRequestFuzzTest::decoders)
                .messages();
    }

    private static ByteBuf named(char tag, String name) {
        return Unpooled.buffer().writeByte(tag).writeBytes(name.getBytes(UTF_8));
    }

    private static ByteBuf alive2(NodePort node) {
        byte[] name = node.name().getBytes(UTF_8);
        ByteBuf out = Unpooled.buffer().writeByte('x').writeShort(node.port());
        out.writeByte(node.nodeType()).writeByte(node.protocol());
        out.writeShort(node.highVersion()).writeShort(node.lowVersion());
        out.writeShort(name.length).writeBytes(name);
        return out.writeShort(node.extra().length()).writeBytes(node.extra().toBytes());
    }
}
