package io.erlangcluster.bench.floor;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;

/** The same on Netty alone, with one handler: every look-up gets the same answer. */
public final class BareNetty {

    private BareNetty() {}

    /** {@code arguments}: the port on 127.0.0.1. */
    public static void main(String[] arguments) throws InterruptedException {
        EventLoopGroup loop = new NioEventLoopGroup(1);
        new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new Answering())
                .bind(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0]))
                .sync();
    }

    @Sharable
    private static final class Answering extends ChannelInboundHandlerAdapter {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
        public void channelRead(ChannelHandlerContext ctx, Object request) {
            ReferenceCountUtil.release(request);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(Found.answer())).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
