package io.erlangcluster.sidecar.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/** Reads one {@link Preface}, then leaves the pipeline; data that came along follows it as it is. */
final class PrefaceDecoder extends ByteToMessageDecoder {

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        Preface.readFrom(in).ifPresent(preface -> {
            out.add(preface);
            ctx.pipeline().remove(this);
        });
    }
}
