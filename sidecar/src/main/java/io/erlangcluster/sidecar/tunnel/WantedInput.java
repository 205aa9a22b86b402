package io.erlangcluster.sidecar.tunnel;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Hands over what came in, and its end, only to those who asked. Netty's epoll reads once when the other side has shut
 * its output, autoRead or not (EPOLLRDHUP, {@code AbstractEpollChannel.epollRdHupReady}): a VM's last words before the
 * link has anybody to hear them. At most that one buffer is kept here.
 */
final class WantedInput extends ChannelDuplexHandler {

    private final Queue<Object> kept = new ArrayDeque<>(2);
    private boolean wanted;

    @Override
    public void read(ChannelHandlerContext ctx) {
        if (kept.isEmpty()) {
            wanted = true;
            ctx.read();
        } else {
            // Like a socket: not before whoever asks has finished what it is at.
            ctx.executor().execute(() -> handOver(ctx));
        }
    }

    private static boolean isEnd(Object what) {
        return what instanceof ChannelInputShutdownEvent;
    }

    private void handOver(ChannelHandlerContext ctx) {
        Object next = kept.poll();
        if (next != null && isEnd(next)) {
            ctx.fireUserEventTriggered(next);
        } else if (next != null) {
            ctx.fireChannelRead(next);
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (wanted) {
            ctx.fireChannelRead(message);
        } else {
            kept.add(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (wanted) {
            wanted = false;
            ctx.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (isEnd(event) && !wanted) {
            kept.add(event);
        } else {
            ctx.fireUserEventTriggered(event);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        kept.forEach(ReferenceCountUtil::release);
        kept.clear();
    }
}
