package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.transport.AcceptedSocket;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Makes a channel of each connection that has not been served without one. */
@Sharable
final class Admission extends ChannelInboundHandlerAdapter {

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        ctx.fireChannelRead(accepted instanceof AcceptedSocket socket ? socket.toChannel() : accepted);
    }
}
