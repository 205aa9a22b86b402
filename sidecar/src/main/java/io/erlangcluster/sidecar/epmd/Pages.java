package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.stream.ChunkedInput;
import org.jspecify.annotations.Nullable;

/**
 * An answer of many messages, made one by one as fast as its reader takes them (ChunkedWriteHandler asks), so that a
 * slow reader costs one message and not the whole list.
 */
abstract class Pages<M> implements ChunkedInput<M> {

    private long told;

    /** The next message, or null if there is none for the moment. */
    abstract @Nullable M next();

    @Override
    public final @Nullable M readChunk(ByteBufAllocator allocator) {
        M message = next();
        told += message == null ? 0 : 1;
        return message;
    }

    @Override
    @Deprecated
    public final @Nullable M readChunk(ChannelHandlerContext ctx) {
        return readChunk(ctx.alloc());
    }

    @Override
    public void close() {}

    /** Unknown. */
    @Override
    public final long length() {
        return -1;
    }

    @Override
    public final long progress() {
        return told;
    }
}
