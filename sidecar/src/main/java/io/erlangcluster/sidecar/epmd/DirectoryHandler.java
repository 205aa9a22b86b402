package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Watch;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reason;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Refused;
import io.erlangcluster.sidecar.epmd.extension.Filter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.stream.ChunkedWriteHandler;
import java.util.function.Consumer;

/** Answers look-ups by prefix and label, and serves a watch; a connection that watches asks nothing else. */
@SuppressWarnings("FutureReturnValueIgnored") // OneAtATime sees to failures
final class DirectoryHandler extends SimpleChannelInboundHandler<ExtensionRequest> {

    /** How many connections may watch; a change is told to all of them. */
    static final int MAX_WATCHES = 1024;

    /** Told to the pipeline. */
    enum Event {
        /** This connection watches, for as long as it lasts. */
        WATCHING
    }

    private final NodeDirectory directory;
    private final ChunkedWriteHandler writer;
    private final Runnable wakeUp;
    private boolean watching;

    /** @param writer of this handler's connection */
    DirectoryHandler(NodeDirectory directory, ChunkedWriteHandler writer) {
        this.directory = directory;
        this.writer = writer;
        this.wakeUp = writer::resumeTransfer;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ExtensionRequest request) {
        if (watching) {
            ctx.close();
            return;
        }
        switch (request) {
            case LookUp(var filter, long limit) ->
                withFilter(
                        ctx,
                        filter,
                        nodes -> ctx.writeAndFlush(new FoundPages(directory, nodes, limit, () -> nextTurn(ctx))));
            case Watch watch -> withFilter(ctx, watch.filter(), nodes -> watch(ctx, watch, nodes));
            default -> ctx.fireChannelRead(request);
        }
    }

    private static void withFilter(ChannelHandlerContext ctx, Filter filter, Consumer<NodeFilter> then) {
        NodeFilter nodes;
        try {
            nodes = NodeFilter.of(filter);
        } catch (IllegalArgumentException badSelector) {
            ctx.writeAndFlush(new Refused(Reason.BAD_SELECTOR, String.valueOf(badSelector.getMessage())));
            return;
        }
        then.accept(nodes);
    }

    private void watch(ChannelHandlerContext ctx, Watch watch, NodeFilter nodes) {
        if (directory.watches() == MAX_WATCHES) {
            ctx.writeAndFlush(new Refused(Reason.TOO_MANY_WATCHES, "this EPMD serves " + MAX_WATCHES + " watches"));
            return;
        }
        watching = true;
        directory.watch(wakeUp);
        ctx.pipeline().fireUserEventTriggered(Event.WATCHING);
        ctx.writeAndFlush(new WatchPages(directory, nodes, watch.since(), () -> nextTurn(ctx)));
        // The answer never ends; the end of the connection is seen by reading only.
        ctx.read();
    }

    private void nextTurn(ChannelHandlerContext ctx) {
        ctx.executor().execute(writer::resumeTransfer);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        directory.unwatch(wakeUp);
        ctx.fireChannelInactive();
    }
}
