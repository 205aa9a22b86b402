package io.erlangcluster.sidecar.dist;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;

/** The whole handshake; at its end the channel becomes a {@link DistConnection}. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class FullHandshake extends HandshakeHandler<DistConnection> {

    /** Whom we want, what we prove to him, and how long his answers may take later. */
    record Wanted(String node, String cookie, int challenge, Duration callTimeout) {}

    private final EventLoop loop;
    private final HandshakeMessage.Name ourName;
    private final Wanted wanted;
    private boolean digestShown;

    FullHandshake(EventLoop loop, InetSocketAddress address, HandshakeMessage.Name ourName, Wanted wanted) {
        super(loop, address, ourName);
        this.loop = loop;
        this.ourName = ourName;
        this.wanted = wanted;
    }

    @Override
    protected void challenged(ChannelHandlerContext ctx, HandshakeMessage.Challenge challenge) {
        if (!challenge.name().equals(wanted.node())) {
            fail(new DistFailure.NameMismatch(wanted.node(), challenge.name()));
            return;
        }
        if (promise.isDone()) {
            return;
        }
        digestShown = true;
        byte[] digest = CookieDigest.of(wanted.cookie(), challenge.challenge());
        ctx.writeAndFlush(new HandshakeMessage.Reply(wanted.challenge(), digest), ctx.voidPromise());
    }

    @Override
    protected void acknowledged(ChannelHandlerContext ctx, HandshakeMessage.Ack ack) {
        if (!digestShown || !CookieDigest.proves(ack.digest(), wanted.cookie(), wanted.challenge())) {
            fail(new DistFailure.CookieRejected(wanted.node()));
            return;
        }
        DistConnection connection =
                DistConnection.over(ctx.channel(), loop, ourName, wanted.node(), wanted.callTimeout());
        connection.takeOver(ctx, this);
        if (!promise.trySuccess(connection)) {
            connection.close();
        }
    }

    @Override
    protected DistFailure closed() {
        // dist_util:recv_challenge_reply/3 answers a wrong digest by closing.
        return digestShown ? new DistFailure.CookieRejected(wanted.node()) : super.closed();
    }
}
