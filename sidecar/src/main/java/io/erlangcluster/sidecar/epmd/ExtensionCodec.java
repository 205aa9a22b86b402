package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.erlangcluster.sidecar.epmd.extension.ResponseFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageCodec;
import java.util.List;

/** Turns frames into requests of the extended protocol, and its responses into frames. */
@Sharable
final class ExtensionCodec extends MessageToMessageCodec<ByteBuf, ExtensionResponse> {

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf frame, List<Object> out) {
        out.add(RequestFormat.decode(frame));
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, ExtensionResponse response, List<Object> out) {
        ByteBuf frame = ctx.alloc().buffer();
        frame.writeShort(0);
        ResponseFormat.encode(response, frame);
        frame.setShort(0, frame.readableBytes() - Short.BYTES);
        out.add(frame);
    }
}
