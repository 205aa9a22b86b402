package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.erlangcluster.sidecar.epmd.extension.ResponseFormat;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToMessageCodec;
import java.util.List;

/**
 * Turns frames into requests of the extended protocol, and its responses into frames. After a malformed one it reads no
 * further: a segment may hold thousands more, and the connection is over.
 */
final class ExtensionCodec extends MessageToMessageCodec<ByteBuf, ExtensionResponse> {

    private boolean over;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf frame, List<Object> out) {
        if (over) {
            return;
        }
        over = true;
        out.add(RequestFormat.decode(frame));
        over = false;
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
