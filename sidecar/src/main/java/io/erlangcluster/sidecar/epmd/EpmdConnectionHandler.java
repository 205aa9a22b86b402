package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdRequest.Alive2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.DumpRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.KillRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.NamesRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.PortPlease2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.StopRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.UnacceptableAlive2Request;
import io.erlangcluster.sidecar.epmd.EpmdResponse.Alive2Response;
import io.erlangcluster.sidecar.epmd.EpmdResponse.KillResponse;
import io.erlangcluster.sidecar.epmd.EpmdResponse.ListPiece;
import io.erlangcluster.sidecar.epmd.EpmdResponse.PortPlease2Response;
import io.erlangcluster.sidecar.epmd.EpmdResponse.StopResponse;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Answers the one request of a connection; only a successful registration outlives its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class EpmdConnectionHandler extends SimpleChannelInboundHandler<EpmdRequest> {

    private static final Logger LOG = Logger.getLogger(EpmdConnectionHandler.class);

    private final NameHolder holder;
    private final NodeLookUp lookUp;
    private final NodeLines lines;
    private final Commands commands;

    EpmdConnectionHandler(NameHolder holder, NodeLookUp lookUp, NodeLines lines, Commands commands) {
        super(EpmdRequest.class);
        this.holder = holder;
        this.lookUp = lookUp;
        this.lines = lines;
        this.commands = commands;
    }

    /**
     * What a starting node asks goes without a pattern switch: Java links one when it runs first, and that takes it
     * longer than the whole answer.
     */
    @Override
    protected void channelRead0(ChannelHandlerContext ctx, EpmdRequest request) {
        if (LOG.isDebugEnabled()) {
            LOG.debugf("got %s", request.getClass().getSimpleName());
        }
        if (request instanceof Alive2Request(var node)) {
            register(ctx, node);
        } else if (request instanceof PortPlease2Request(var name)) {
            find(ctx, name);
        } else {
            serveRare(ctx, request);
        }
    }

    private void serveRare(ChannelHandlerContext ctx, EpmdRequest request) {
        switch (request) {
            case UnacceptableAlive2Request(int highVersion) -> answer(ctx, Alive2Response.refused(highVersion));
            case NamesRequest() -> list(ctx, lines.names());
            case DumpRequest() -> list(ctx, lines.dump());
            case KillRequest() -> kill(ctx);
            case StopRequest(var name) -> stop(ctx, name);
            case Alive2Request _, PortPlease2Request _ -> throw new IllegalStateException("is not rare: " + request);
        }
    }

    private void register(ChannelHandlerContext ctx, NodePort node) {
        holder.register(ctx, new Registration(node, 0))
                .ifPresentOrElse(
                        registration -> ctx.writeAndFlush(Alive2Response.accepted(registration))
                                .addListener(ChannelFutureListener.CLOSE_ON_FAILURE),
                        // Closed, or the node would leak a socket with each of its retries (erl_epmd.erl).
                        () -> answer(ctx, Alive2Response.refused(node.highVersion())));
    }

    private void find(ChannelHandlerContext ctx, String name) {
        lookUp.find(
                name, ownAddress(ctx), ctx.channel().eventLoop(), node -> answer(ctx, new PortPlease2Response(node)));
    }

    private void list(ChannelHandlerContext ctx, Stream<String> nodes) {
        answer(ctx, new ListPages<>(ownAddress(ctx).getPort(), nodes, (_, port, piece) -> new ListPiece(port, piece)));
    }

    private void kill(ChannelHandlerContext ctx) {
        if (commands.mayKill()) {
            ctx.writeAndFlush(new KillResponse(true)).addListener(_ -> commands.kill());
        } else {
            answer(ctx, new KillResponse(false));
        }
    }

    private void stop(ChannelHandlerContext ctx, String name) {
        if (commands.mayStop()) {
            answer(ctx, new StopResponse(commands.stop(name)));
        } else {
            ctx.close();
        }
    }

    /** Whoever asks for a port waits for the close as the end of the answer (erl_epmd.erl). */
    private static void answer(ChannelHandlerContext ctx, Object response) {
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static InetSocketAddress ownAddress(ChannelHandlerContext ctx) {
        return (InetSocketAddress) ctx.channel().localAddress();
    }
}
