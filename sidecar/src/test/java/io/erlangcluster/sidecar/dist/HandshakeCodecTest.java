package io.erlangcluster.sidecar.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.DecoderException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HandshakeCodecTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new HandshakeCodec());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aNameIsWrittenAsVersion6Wants() {
        channel.writeOutbound(new HandshakeMessage.Name(0x0102030405060708L, 9, "a@b"));
        ByteBuf written = channel.readOutbound();
        assertThat(ByteBufUtil.hexDump(written)).isEqualTo("00124e0102030405060708000000090003614062");
        written.release();
    }

    @Test
    void aChallengeIsReadByteByByte() {
        byte[] bytes = ByteBufUtil.decodeHexDump("00164e0000000000000001fffffffe000000070003614062");
        bytes = ByteBufUtil.decodeHexDump("0016" + ByteBufUtil.hexDump(bytes, 2, 22));
        for (byte one : bytes) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {one}));
        }
        assertThat(channel.<Object>readInbound()).isEqualTo(new HandshakeMessage.Challenge(1, -2, 7, "a@b"));
    }

    @Test
    void aStatusIsReadWhole() {
        channel.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("0003736f6b")));
        assertThat(channel.<Object>readInbound()).isEqualTo(new HandshakeMessage.Status("ok"));
    }

    @Test
    void shortLongAndUnknownMessagesAreRefused() {
        for (String hex : new String[] {"0000", "ffff", "000178", "00024e00", "00056100000000"}) {
            EmbeddedChannel fresh = new EmbeddedChannel(new HandshakeCodec());
            assertThatThrownBy(() -> fresh.writeInbound(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex))))
                    .isInstanceOf(DecoderException.class);
            fresh.finishAndReleaseAll();
        }
    }
}
