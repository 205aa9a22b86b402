package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.FuzzedConnection;
import io.erlangcluster.sidecar.FuzzedConnection.Outcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;

/** Whatever arrives at the one port that is open to other pods. */
class PrefaceFuzzTest {

    @FuzzTest
    void isAPrefaceAndDataOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Outcome segments = FuzzedConnection.of(input, PrefaceFuzzTest::decoders);

        assertThat(segments).isEqualTo(FuzzedConnection.inOneSegment(input, PrefaceFuzzTest::decoders));
        assertThat(segments.messages()).hasSizeLessThan(2);
        for (Object preface : segments.messages()) {
            ByteBuf wire = Unpooled.buffer();
            ((Preface) preface).writeTo(wire);
            assertThat(wire.readableBytes()).isLessThanOrEqualTo(Preface.MAX_LENGTH);
            assertThat(Preface.readFrom(wire)).contains((Preface) preface);
            assertThat(ByteBufUtil.hexDump(input)).endsWith(segments.rest());
        }
    }

    private static ChannelHandler[] decoders() {
        return new ChannelHandler[] {new PrefaceDecoder()};
    }
}
