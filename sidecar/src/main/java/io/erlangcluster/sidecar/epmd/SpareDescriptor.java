package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.transport.AcceptedSocket;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Lets a listener survive running out of descriptors (the C epmd exits). It keeps one in reserve: with that the next
 * connection is accepted and closed, so that its client knows at once instead of waiting unanswered.
 */
final class SpareDescriptor extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(SpareDescriptor.class);

    private static final Duration QUIET = Duration.ofMinutes(1);

    private Optional<SocketChannel> spare = Optional.empty();
    private long quietUntil = System.nanoTime();

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws IOException {
        spare = Optional.of(SocketChannel.open());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) throws IOException {
        if (spare.isPresent()) {
            ctx.fireChannelRead(accepted);
        } else {
            if (accepted instanceof AcceptedSocket socket) {
                socket.close();
            } else {
                ((Channel) accepted).unsafe().closeForcibly();
            }
            spare = Optional.of(SocketChannel.open());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) throws IOException {
        if (spare.isEmpty()) {
            spare = Optional.of(SocketChannel.open());
        }
        ctx.fireChannelReadComplete();
    }

    /** Without a spare, because somebody else in this process took it, Netty's acceptor pauses for a second. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable failure) throws IOException {
        if (!isOutOfDescriptors(failure) || spare.isEmpty()) {
            ctx.fireExceptionCaught(failure);
            return;
        }
        spare.get().close();
        spare = Optional.empty();
        // Only now: the first line of a log reads the time zone from a file.
        warn();
    }

    /** Once a minute: at the edge one descriptor comes free and is taken again, many times a second. */
    private void warn() {
        if (System.nanoTime() - quietUntil >= 0) {
            quietUntil = System.nanoTime() + QUIET.toNanos();
            LOG.warn("EPMD is out of file descriptors, keeps all registrations and refuses new connections: raise the"
                    + " limit (ulimit -n, LimitNOFILE=), or look for a client that never closes");
        }
    }

    /** EMFILE and ENFILE, which Java tells by their text only. */
    private static boolean isOutOfDescriptors(Throwable failure) {
        return failure instanceof IOException
                && String.valueOf(failure.getMessage()).contains("Too many open files");
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) throws IOException {
        if (spare.isPresent()) {
            spare.get().close();
        }
    }
}
