package io.erlangcluster.sidecar.dist;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Learns a node's full name by half a handshake: a node tells its name with its challenge, before it wants to see a
 * cookie. The node logs nothing.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
public final class NameProbe {

    /** One name for ever: every name a node hears becomes an atom in it. */
    static final String NAME = "erlangcluster-probe@sidecar.erlangcluster";

    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final EventLoop loop;
    private final Duration timeout;
    private final Map<InetSocketAddress, Future<ProbedNode>> underWay = new ConcurrentHashMap<>();

    /** With three seconds for one probe as a whole; {@code loop} runs everything. */
    public NameProbe(EventLoop loop) {
        this(loop, PATIENCE);
    }

    /**
     * @param loop runs everything
     * @param timeout for one probe as a whole
     */
    NameProbe(EventLoop loop, Duration timeout) {
        this.loop = loop;
        this.timeout = timeout;
    }

    /**
     * Asks the node that listens at {@code node}; fails with a {@link DistException}. Who asks while another is asking
     * gets the same answer: a node turns away a second one of our name.
     */
    public Future<ProbedNode> probe(InetSocketAddress node) {
        Future<ProbedNode> answer =
                underWay.computeIfAbsent(node, _ -> new HalfHandshake(node).dial(loop, node, timeout));
        answer.addListener(_ -> underWay.remove(node, answer));
        return answer;
    }

    private final class HalfHandshake extends HandshakeHandler<ProbedNode> {

        HalfHandshake(InetSocketAddress node) {
            super(loop, node, new HandshakeMessage.Name(DistFlags.HIDDEN_NODE, 1, NAME));
        }

        @Override
        protected void challenged(ChannelHandlerContext ctx, HandshakeMessage.Challenge challenge) {
            promise.trySuccess(
                    new ProbedNode(challenge.name(), challenge.flags(), Integer.toUnsignedLong(challenge.creation())));
            ctx.close();
        }

        @Override
        protected void acknowledged(ChannelHandlerContext ctx, HandshakeMessage.Ack ack) {
            fail(new DistFailure.ProtocolError(address, "an answer to a challenge that was not made"));
        }
    }
}
