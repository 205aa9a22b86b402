package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdRequest.Alive2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.DumpRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.KillRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.NamesRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.PortPlease2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.StopRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.UnacceptableAlive2Request;
import io.erlangcluster.sidecar.epmd.EpmdResponse.Alive2Response;
import io.erlangcluster.sidecar.epmd.EpmdResponse.DumpResponse;
import io.erlangcluster.sidecar.epmd.EpmdResponse.KillResponse;
import io.erlangcluster.sidecar.epmd.EpmdResponse.NamesResponse;
import io.erlangcluster.sidecar.epmd.EpmdResponse.PortPlease2Response;
import io.erlangcluster.sidecar.epmd.EpmdResponse.StopResponse;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Answers the one request of a connection; only a successful registration outlives its answer. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class EpmdConnectionHandler extends SimpleChannelInboundHandler<EpmdRequest> {

    private static final Logger LOG = Logger.getLogger(EpmdConnectionHandler.class);

    private final Registrations registrations;
    private final NodeLookUp lookUp;
    private final Commands commands;
    private Optional<Registration> held = Optional.empty();

    EpmdConnectionHandler(Registrations registrations, NodeLookUp lookUp, Commands commands) {
        this.registrations = registrations;
        this.lookUp = lookUp;
        this.commands = commands;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, EpmdRequest request) {
        switch (request) {
            case Alive2Request(var node) -> register(ctx, node);
            case UnacceptableAlive2Request(int highVersion) -> answer(ctx, Alive2Response.refused(highVersion));
            case PortPlease2Request(var name) ->
                lookUp.find(
                        name,
                        ownAddress(ctx),
                        ctx.channel().eventLoop(),
                        node -> answer(ctx, new PortPlease2Response(node)));
            case NamesRequest() ->
                answer(ctx, new NamesResponse(ownAddress(ctx).getPort(), registrations.newestFirst()));
            case DumpRequest() ->
                answer(
                        ctx,
                        new DumpResponse(
                                ownAddress(ctx).getPort(), registrations.newestFirst(), registrations.former()));
            case KillRequest() -> kill(ctx);
            case StopRequest(var name) -> stop(ctx, name);
        }
    }

    private void register(ChannelHandlerContext ctx, NodePort node) {
        held = registrations.register(node);
        held.ifPresentOrElse(
                registration -> {
                    commands.hold(registration, ctx.channel());
                    ctx.writeAndFlush(Alive2Response.accepted(registration))
                            .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                    ctx.pipeline().fireUserEventTriggered(registration);
                    LOG.infof(
                            "node registered alive=%s port=%d creation=%d",
                            NodePort.printable(registration.name()), registration.port(), registration.creation());
                },
                () -> {
                    LOG.warnf(
                            "registration refused, a live node has this name: give one of them another alive=%s port=%d",
                            NodePort.printable(node.name()), node.port());
                    // Closed, or the node would leak a socket with each of its retries (erl_epmd.erl).
                    answer(ctx, Alive2Response.refused(node.highVersion()));
                });
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

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        held.ifPresent(registration -> {
            held = Optional.empty();
            commands.release(registration, ctx.channel());
            registrations.unregister(registration);
            LOG.infof(
                    "node unregistered alive=%s port=%d", NodePort.printable(registration.name()), registration.port());
        });
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof DecoderException || cause instanceof IOException) {
            LOG.debugf("connection closed peer=%s reason=%s", ctx.channel().remoteAddress(), cause.getMessage());
        } else {
            LOG.errorf(
                    cause,
                    "connection closed, please report this peer=%s",
                    ctx.channel().remoteAddress());
        }
        ctx.close();
    }

    /** Whoever asks for a port waits for the close as the end of the answer (erl_epmd.erl). */
    private static void answer(ChannelHandlerContext ctx, EpmdResponse response) {
        ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
    }

    private static InetSocketAddress ownAddress(ChannelHandlerContext ctx) {
        return (InetSocketAddress) ctx.channel().localAddress();
    }
}
