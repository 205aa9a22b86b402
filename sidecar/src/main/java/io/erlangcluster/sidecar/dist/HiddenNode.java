package io.erlangcluster.sidecar.dist;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;

/** Connects to nodes as a hidden node: listed in their {@code nodes(hidden)}, known to nobody else, without an EPMD. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class HiddenNode {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final EventLoop loop;
    private final String name;
    private final String cookie;
    private final Duration handshakeTimeout;
    private final Duration callTimeout;

    /**
     * @param loop runs everything
     * @param name our full name, with a host part
     * @param cookie of the nodes to connect to
     * @param handshakeTimeout from connect to connection; a node itself gives up after 7 s (net_setuptime)
     * @param callTimeout for each call
     */
    public HiddenNode(EventLoop loop, String name, String cookie, Duration handshakeTimeout, Duration callTimeout) {
        this.loop = loop;
        this.name = name;
        this.cookie = cookie;
        this.handshakeTimeout = handshakeTimeout;
        this.callTimeout = callTimeout;
    }

    /**
     * Connects to the node {@code wanted} that listens at {@code address}; fails with a {@link DistException}. The
     * cookie's digest is shown to no other node.
     */
    public Future<DistConnection> connect(InetSocketAddress address, String wanted) {
        int creation = RANDOM.nextInt(4, Integer.MAX_VALUE);
        int challenge = RANDOM.nextInt();
        return new FullHandshake(
                        loop,
                        address,
                        new HandshakeMessage.Name(DistFlags.HIDDEN_NODE, creation, name),
                        new FullHandshake.Wanted(wanted, cookie, challenge, callTimeout))
                .dial(loop, address, handshakeTimeout);
    }
}
