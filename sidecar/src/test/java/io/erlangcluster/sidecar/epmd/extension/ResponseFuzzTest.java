package io.erlangcluster.sidecar.epmd.extension;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.AllocationBound;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Kill3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Stop3;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Whatever a server answers to a client of the extended protocol; the first byte says what it was asked. */
class ResponseFuzzTest {

    private static final List<ExtensionRequest> ASKED = List.of(
            new LookUp(Filter.EVERYTHING, 0),
            new Alive3(NodePort.normal("web-0", 4711), "inet_tcp"),
            new PortPlease3(List.of(), "web-0"),
            new Names3(),
            new Kill3(),
            new Stop3("web-0"));

    @FuzzTest
    void isAResponseOrRefused(byte[] input) {
        // Beyond this a response may be cut when it is written again: NodeEntryFormat leaves labels out.
        if (input.length == 0 || input.length > NodeEntryFormat.MAX_LABEL_BYTES) {
            return;
        }
        ExtensionRequest asked = ASKED.get((input[0] & 0x7F) % ASKED.size());
        boolean first = input[0] >= 0;
        byte[] frame = Arrays.copyOfRange(input, 1, input.length);

        AllocationBound.of(input.length, () -> decode(asked, first, frame))
                .ifPresent(response ->
                        assertThat(decode(asked, first, encode(response))).contains(response));
    }

    private static Optional<ExtensionResponse> decode(ExtensionRequest asked, boolean first, byte[] frame) {
        try {
            return Optional.of(ResponseFormat.decode(asked, first, frame));
        } catch (CorruptedFrameException refused) {
            return Optional.empty();
        }
    }

    private static byte[] encode(ExtensionResponse response) {
        ByteBuf out = Unpooled.buffer();
        ResponseFormat.encode(response, out);
        assertThat(out.readableBytes()).isLessThan(1 << 16);
        return ByteBufUtil.getBytes(out);
    }
}
