package io.erlangcluster.sidecar.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.FuzzedConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;

/** Whatever a node, or something that listens where a node should, says in its handshake. */
class HandshakeFuzzTest {

    @FuzzTest
    void isMessagesOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        FuzzedConnection.Outcome segments = FuzzedConnection.of(input, HandshakeFuzzTest::decoders);
        FuzzedConnection.Outcome whole = FuzzedConnection.inOneSegment(input, HandshakeFuzzTest::decoders);

        assertThat(segments.refused()).isEqualTo(whole.refused());
        assertThat(comparable(segments.messages())).isEqualTo(comparable(whole.messages()));
        for (Object message : segments.messages()) {
            switch ((HandshakeMessage) message) {
                case HandshakeMessage.Status status ->
                    assertThat(FuzzedConnection.of(bytes(status), HandshakeFuzzTest::decoders)
                                    .messages())
                            .containsExactly(status);
                case HandshakeMessage.Challenge challenge ->
                    assertThat(ByteBufUtil.utf8Bytes(challenge.name())).isLessThan(HandshakeCodec.MAX_FRAME);
                case HandshakeMessage.Ack ack -> assertThat(ack.digest()).hasSize(16);
                case HandshakeMessage.Name _, HandshakeMessage.Reply _ ->
                    throw new AssertionError("only we send " + message);
            }
        }
    }

    /** Records of arrays are equal only to themselves. */
    private static List<Object> comparable(List<Object> messages) {
        return messages.stream()
                .map(message ->
                        message instanceof HandshakeMessage.Ack ack ? Unpooled.wrappedBuffer(ack.digest()) : message)
                .toList();
    }

    private static ChannelHandler[] decoders() {
        return new ChannelHandler[] {new HandshakeCodec()};
    }

    /** As it goes over the wire, in one segment. */
    private static byte[] bytes(HandshakeMessage message) {
        EmbeddedChannel channel = new EmbeddedChannel(new HandshakeCodec());
        channel.writeOutbound(message);
        ByteBuf written = channel.readOutbound();
        byte[] input = new byte[1 + written.readableBytes()];
        written.readBytes(input, 1, input.length - 1).release();
        return input;
    }
}
