package io.erlangcluster.sidecar.dist;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.AllocationBound;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Optional;

/** Whatever a node sends as a term. */
class TermFuzzTest {

    @FuzzTest
    void isATermOrRefused(byte[] input) {
        AllocationBound.of(input.length, () -> decode(input))
                .ifPresent(term -> assertThat(decode(encode(term))).contains(term));
    }

    private static Optional<Term> decode(byte[] bytes) {
        try {
            return Optional.of(TermDecoder.decode(Unpooled.wrappedBuffer(bytes)));
        } catch (MalformedTermException refused) {
            return Optional.empty();
        }
    }

    private static byte[] encode(Term term) {
        ByteBuf out = Unpooled.buffer();
        TermEncoder.encode(term, out);
        return ByteBufUtil.getBytes(out);
    }
}
