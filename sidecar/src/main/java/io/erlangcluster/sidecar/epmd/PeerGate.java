package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdRequest.NamesRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.PortPlease2Request;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Hello;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Unknown;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/** Lets through whom the settings allow; everybody else's connection is closed without a word. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class PeerGate extends ChannelInboundHandlerAdapter {

    private final EpmdSettings.Listen listen;
    private boolean local;

    PeerGate(EpmdSettings.Listen listen) {
        this.listen = listen;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        SocketAddress from = ctx.channel().remoteAddress();
        SocketAddress to = ctx.channel().localAddress();
        local = isLocal(from, to);
        if (serves(listen, from, to)) {
            ctx.fireChannelActive();
        } else {
            ctx.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (local || isForEverybody(message)) {
            ctx.fireChannelRead(message);
        } else {
            ctx.close();
        }
    }

    /** Whether who has connected from {@code peer} to {@code local} may look up nodes. */
    static boolean serves(EpmdSettings.Listen listen, @Nullable SocketAddress peer, @Nullable SocketAddress local) {
        return listen == EpmdSettings.Listen.NETWORK || isLocal(peer, local);
    }

    /** Who only asks what is there; a watch is none of these, for strangers shall not hold connections open. */
    private static boolean isForEverybody(Object message) {
        return switch (message) {
            case PortPlease2Request _, NamesRequest _ -> true;
            case PortPlease3 _, Names3 _, LookUp _, Hello _, Unknown _ -> true;
            default -> false;
        };
    }

    /** As conn_local_peer_check in epmd_srv.c: net_adm:names() asks the host's own address, not the loopback. */
    private static boolean isLocal(@Nullable SocketAddress peer, @Nullable SocketAddress local) {
        if (!(peer instanceof InetSocketAddress from) || !(local instanceof InetSocketAddress to)) {
            return false;
        }
        InetAddress address = from.getAddress();
        return address.isLoopbackAddress() || address.equals(to.getAddress());
    }
}
