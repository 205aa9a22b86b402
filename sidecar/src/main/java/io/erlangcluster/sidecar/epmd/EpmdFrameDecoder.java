package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/**
 * Cuts a connection's one request out of the stream: {@code Length:16 Tag:8 ...}. Unlike a general length decoder it
 * takes no byte after that request, neither in the same segment nor later; C epmd closes on both (epmd_srv.c, do_read).
 */
final class EpmdFrameDecoder extends ByteToMessageDecoder {

    /** INBUF_SIZE in epmd_int.h is 3 * MAXSYMLEN, and do_read wants less than that with the length included. */
    static final int MAX_LENGTH = 3 * Extra.MAX_BYTES - 3;

    private boolean complete;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (complete) {
            throw new CorruptedFrameException("bytes after the request");
        }
        if (in.readableBytes() < Short.BYTES) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex());
        if (length == 0 || length > MAX_LENGTH) {
            throw new CorruptedFrameException("length " + length + " is not in 1.." + MAX_LENGTH);
        }
        int present = in.readableBytes() - Short.BYTES;
        if (present > length) {
            throw new CorruptedFrameException("bytes after the request");
        }
        if (present == length) {
            complete = true;
            out.add(in.skipBytes(Short.BYTES).readRetainedSlice(length));
        }
    }
}
