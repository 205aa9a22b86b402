package io.erlangcluster.sidecar.admin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.TimeUnit;

/**
 * How many connections there may be, and for how long. The oldest makes room for the newest: refusing the newest would
 * let whoever holds idle connections shut out the kubelet's probes.
 */
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class Visitors extends ChannelInboundHandlerAdapter {

    private final int most;
    private final Duration stay;
    private final SequencedMap<Channel, Future<?>> open = new LinkedHashMap<>();

    Visitors(int most, Duration stay) {
        this.most = most;
        this.stay = stay;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (open.size() == most) {
            Map.Entry<Channel, Future<?>> oldest = open.pollFirstEntry();
            oldest.getValue().cancel(false);
            oldest.getKey().close();
        }
        open.put(ctx.channel(), ctx.executor().schedule(() -> ctx.close(), stay.toNanos(), TimeUnit.NANOSECONDS));
        ctx.fireChannelActive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        Future<?> end = open.remove(ctx.channel());
        if (end != null) {
            end.cancel(false);
        }
        ctx.fireChannelInactive();
    }
}
