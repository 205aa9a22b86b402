package io.erlangcluster.sidecar.epmd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import org.junit.jupiter.api.Test;

class ExtensionCodecTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ExtensionCodec());

    @Test
    void nothingIsReadAfterAMalformedRequest() {
        ByteBuf names = Unpooled.wrappedBuffer(new byte[] {'N'});
        channel.writeInbound(names.retainedDuplicate());
        assertThat(channel.inboundMessages()).hasSize(1);

        assertThatThrownBy(() -> channel.writeInbound(Unpooled.buffer())).isInstanceOf(CorruptedFrameException.class);
        channel.writeInbound(Unpooled.buffer());
        channel.writeInbound(names);

        assertThat(channel.inboundMessages()).hasSize(1);
        assertThat(names.refCnt()).isZero();
    }
}
