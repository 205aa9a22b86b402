package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;

/** Gives a connection what was read from it before it had a pipeline. */
final class FirstBytes extends ChannelInboundHandlerAdapter {

    private Optional<ByteBuf> bytes;

    FirstBytes(ByteBuf bytes) {
        this.bytes = Optional.of(bytes);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        if (bytes.isPresent() && ctx.channel().isActive()) {
            ByteBuf first = bytes.get();
            bytes = Optional.empty();
            ctx.fireChannelRead(first);
            ctx.fireChannelReadComplete();
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        bytes.ifPresent(ReferenceCountUtil::release);
        bytes = Optional.empty();
    }
}
