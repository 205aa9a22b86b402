package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PrefaceTest {

    private static final Preface PREFACE = new Preface(NodeName.parse("web-0@shop.prod"), "worker-0", "shop");

    private final EmbeddedChannel channel = new EmbeddedChannel(new PrefaceDecoder());

    @Test
    void hasTheLayoutThatItSays() {
        byte[] expected = "ECT1\0\37\0\17web-0@shop.prod\0\10worker-0\0\4shop".getBytes(StandardCharsets.ISO_8859_1);
        expected[5] = (byte) (expected.length - 6);

        assertThat(bytes(PREFACE)).isEqualTo(Unpooled.wrappedBuffer(expected));
    }

    @Test
    void isReadByteByByteAndTheDataBehindItIsLeftAlone() {
        ByteBuf wire = bytes(PREFACE).writeBytes(new byte[] {1, 2, 3});
        while (wire.isReadable()) {
            channel.writeInbound(wire.readBytes(1));
        }

        assertThat(channel.<Preface>readInbound()).isEqualTo(PREFACE);
        assertThat(inboundBytes()).isEqualTo(3);
    }

    @Test
    void dataInTheSameSegmentFollowsThePreface() {
        channel.writeInbound(bytes(PREFACE).writeBytes(new byte[700]));

        assertThat(channel.<Preface>readInbound()).isEqualTo(PREFACE);
        assertThat(inboundBytes()).isEqualTo(700);
    }

    @Test
    void garbageFailsWithItsFirstWrongByte() {
        assertThatThrownBy(() -> channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {'E', 'C', 'X'})))
                .isInstanceOf(DecoderException.class);
    }

    @Test
    void aLengthBeyondTheLimitFailsBeforeTheRestIsThere() {
        ByteBuf head = Unpooled.buffer().writeBytes("ECT1".getBytes(StandardCharsets.US_ASCII));

        assertThatThrownBy(() -> channel.writeInbound(head.writeShort(Preface.MAX_LENGTH - 5)))
                .isInstanceOf(DecoderException.class);
    }

    @Test
    void aFieldBeyondTheEndFails() {
        ByteBuf wire = bytes(PREFACE);
        wire.setShort(6, 0xFFFF);

        assertThatThrownBy(() -> channel.writeInbound(wire)).isInstanceOf(DecoderException.class);
    }

    @Test
    void noBytesWhateverBringAnotherException() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            ByteBuf wire = bytes(PREFACE);
            for (int i = 0; i < 3; i++) {
                wire.setByte(4 + random.nextInt(wire.readableBytes() - 4), random.nextInt(256));
            }
            EmbeddedChannel fresh = new EmbeddedChannel(new PrefaceDecoder());
            assertThat(thrownBy(() -> fresh.writeInbound(wire)))
                    .isIn(Optional.empty(), Optional.of(CorruptedFrameException.class));
            thrownBy(fresh::finishAndReleaseAll);
        }
    }

    @Test
    void oneThatWouldBeTooLongIsNotWritten() {
        Preface tooLong = new Preface(PREFACE.source(), "x".repeat(1024), "shop");

        assertThatThrownBy(() -> bytes(tooLong)).isInstanceOf(TooLongFrameException.class);
    }

    private static Optional<Class<?>> thrownBy(Runnable action) {
        try {
            action.run();
            return Optional.empty();
        } catch (DecoderException e) {
            return Optional.of(e.getClass());
        }
    }

    private static ByteBuf bytes(Preface preface) {
        ByteBuf out = Unpooled.buffer();
        preface.writeTo(out);
        return out;
    }

    private int inboundBytes() {
        int count = 0;
        for (Object message = channel.readInbound(); message != null; message = channel.readInbound()) {
            count += ((ByteBuf) message).readableBytes();
            ((ByteBuf) message).release();
        }
        return count;
    }
}
