package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/**
 * Waits for the first request's length and tag, {@code Length:16 Tag:8}, which tell what the client speaks: the C
 * epmd's protocol, or the extended one, whose tags the C epmd closes on.
 */
final class ProtocolChoice extends ByteToMessageDecoder {

    /** Makes the pipeline speak a protocol. */
    interface Protocol {
        void speak(ChannelPipeline pipeline);
    }

    private final Protocol stock;
    private final Protocol extended;

    ProtocolChoice(Protocol stock, Protocol extended) {
        this.stock = stock;
        this.extended = extended;
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < Short.BYTES) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex());
        boolean plausible = length > 0 && length <= RequestFormat.MAX_LENGTH;
        if (plausible && in.readableBytes() == Short.BYTES) {
            return;
        }
        boolean extension =
                plausible && RequestFormat.TAGS.indexOf(in.getUnsignedByte(in.readerIndex() + Short.BYTES)) >= 0;
        (extension ? extended : stock).speak(ctx.pipeline());
        // What was read goes on to the handlers just added.
        ctx.pipeline().remove(this);
    }
}
