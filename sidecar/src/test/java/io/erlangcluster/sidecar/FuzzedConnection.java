package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * A connection on which a fuzzer's bytes arrive. The first byte of its input says how the rest is cut into segments: 0
 * for one, everything else for arbitrary ones.
 */
public final class FuzzedConnection {

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);
    private final List<Object> messages = new ArrayList<>();
    private final StringBuilder rest = new StringBuilder();
    private boolean refused;

    private FuzzedConnection() {}

    /**
     * What a peer's bytes came to, up to the first refusal: there the connection ends.
     *
     * @param rest what no decoder took, in hexadecimal
     */
    public record Outcome(List<Object> messages, String rest, boolean refused) {}

    /**
     * What arrives through {@code decoders}. Fails if they throw anything but a refusal, keep a buffer, or allocate out
     * of proportion.
     */
    public static Outcome of(byte[] input, Supplier<ChannelHandler[]> decoders) {
        return AllocationBound.of(input.length, () -> new FuzzedConnection().receive(input, decoders.get()));
    }

    /** The same bytes in one segment. */
    public static Outcome inOneSegment(byte[] input, Supplier<ChannelHandler[]> decoders) {
        byte[] whole = input.clone();
        whole[0] = 0;
        return of(whole, decoders);
    }

    private Outcome receive(byte[] input, ChannelHandler... decoders) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(decoders).addLast(new Recorder());
        Random sizes = new Random(input[0]);
        for (int from = 1; from < input.length; ) {
            int left = input.length - from;
            int size = input[0] == 0 ? left : Math.min(left, 1 + sizes.nextInt(1 + sizes.nextInt(64)));
            channel.writeInbound(allocator.buffer(size).writeBytes(input, from, size));
            from += size;
        }
        Outcome outcome = new Outcome(List.copyOf(messages), rest.toString(), refused);
        refused = true;
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .as("bytes in buffers nobody released, after %s", Arrays.toString(input))
                .isZero();
        return outcome;
    }

    /** The handler that would act. */
    private final class Recorder extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof ByteBuf bytes) {
                if (!refused) {
                    rest.append(ByteBufUtil.hexDump(bytes));
                }
                bytes.release();
            } else if (!refused) {
                messages.add(message);
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!(cause instanceof CorruptedFrameException) && !(cause instanceof TooLongFrameException)) {
                throw new AssertionError("not a refusal", cause);
            }
            refused = true;
        }
    }
}
