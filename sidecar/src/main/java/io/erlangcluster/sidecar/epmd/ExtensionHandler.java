package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Dump3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Hello;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Kill3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Stop3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.UnacceptableAlive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Unknown;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Watch;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Kill3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.ListPiece;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Ports;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reason;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Refused;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Stop3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Welcome;
import io.erlangcluster.sidecar.epmd.extension.RequestFormat;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Answers the requests of pull request 121, the greeting, and those that nobody knows. */
@SuppressWarnings("FutureReturnValueIgnored") // OneAtATime sees to failures
final class ExtensionHandler extends SimpleChannelInboundHandler<ExtensionRequest> {

    /** The version of our own requests. */
    static final int VERSION = 1;

    private static final Logger LOG = Logger.getLogger(ExtensionHandler.class);

    private final TransportRegistration registration;
    private final TransportLookUp lookUp;
    private final NodeLines lines;
    private final Commands commands;

    ExtensionHandler(TransportRegistration registration, TransportLookUp lookUp, NodeLines lines, Commands commands) {
        this.registration = registration;
        this.lookUp = lookUp;
        this.lines = lines;
        this.commands = commands;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ExtensionRequest request) {
        if (LOG.isDebugEnabled()) {
            LOG.debugf("got %s", request.getClass().getSimpleName());
        }
        switch (request) {
            case Alive3 alive -> ctx.writeAndFlush(registration.register(ctx, alive));
            case UnacceptableAlive3(int highVersion) -> ctx.writeAndFlush(TransportRegistration.refused(highVersion));
            case PortPlease3 please ->
                lookUp.find(
                        please, ownAddress(ctx), ctx.channel().eventLoop(), node -> ctx.writeAndFlush(new Ports(node)));
            case Names3() -> list(ctx, lines.names3());
            case Dump3() -> list(ctx, lines.dump3());
            case Kill3() -> kill(ctx);
            case Stop3(var name) -> stop(ctx, name);
            case Hello(int low, int high) -> ctx.writeAndFlush(welcome(low, high));
            case Unknown(int tag) ->
                ctx.writeAndFlush(
                        new Refused(Reason.NOT_SERVED, "this EPMD does not know the request with tag " + tag));
            case LookUp _, Watch _ -> throw new IllegalStateException("DirectoryHandler comes first");
        }
    }

    private static void list(ChannelHandlerContext ctx, Stream<String> nodes) {
        ctx.writeAndFlush(new ListPages<>(ownAddress(ctx).getPort(), nodes, ListPiece::new));
    }

    private void kill(ChannelHandlerContext ctx) {
        boolean may = commands.mayKill();
        ctx.writeAndFlush(new Kill3Response(may)).addListener(_ -> {
            if (may) {
                commands.kill();
            }
        });
    }

    private void stop(ChannelHandlerContext ctx, String name) {
        if (commands.mayStop()) {
            ctx.writeAndFlush(new Stop3Response(commands.stop(name)));
        } else {
            ctx.close();
        }
    }

    private static Welcome welcome(int low, int high) {
        return low <= VERSION && VERSION <= high ? new Welcome(VERSION, RequestFormat.TAGS) : new Welcome(0, "");
    }

    private static InetSocketAddress ownAddress(ChannelHandlerContext ctx) {
        return (InetSocketAddress) ctx.channel().localAddress();
    }
}
