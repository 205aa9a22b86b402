package io.erlangcluster.sidecar.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.FuzzedConnection;
import io.erlangcluster.sidecar.FuzzedConnection.Outcome;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.UnacceptableAlive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Unknown;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;

/** Whatever bytes a client of the extended protocol sends. */
class ExtensionRequestFuzzTest {

    @FuzzTest
    void isRequestsOrRefused(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Outcome segments = FuzzedConnection.of(input, ExtensionRequestFuzzTest::decoders);

        assertThat(segments).isEqualTo(FuzzedConnection.inOneSegment(input, ExtensionRequestFuzzTest::decoders));
        for (Object message : segments.messages()) {
            switch ((ExtensionRequest) message) {
                case UnacceptableAlive3 _, Unknown _ -> {} // nobody writes these
                case ExtensionRequest request -> assertIsReadAsItIsWritten(request);
            }
        }
    }

    private static void assertIsReadAsItIsWritten(ExtensionRequest request) {
        ByteBuf frame = Unpooled.wrappedBuffer(RequestFormat.frame(request));
        assertThat(frame.readUnsignedShort()).isEqualTo(frame.readableBytes()).isBetween(1, RequestFormat.MAX_LENGTH);
        assertThat(RequestFormat.decode(frame)).isEqualTo(request);
    }

    private static ChannelHandler[] decoders() {
        return new ChannelHandler[] {
            new LengthFieldBasedFrameDecoder(2 + RequestFormat.MAX_LENGTH, 0, 2, 0, 2), new ExtensionCodec()
        };
    }
}
