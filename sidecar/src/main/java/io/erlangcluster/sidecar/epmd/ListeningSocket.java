package io.erlangcluster.sidecar.epmd;

import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.SelectorProvider;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A listening socket that survives running out of descriptors (the C epmd exits). It keeps one in reserve: with that it
 * accepts a connection it cannot serve, and closes it, so that the client knows at once instead of waiting unanswered.
 */
final class ListeningSocket extends NioServerSocketChannel {

    private static final Logger LOG = Logger.getLogger(ListeningSocket.class);

    private static final Duration QUIET = Duration.ofMinutes(1);

    private Optional<SocketChannel> reserve = Optional.empty();
    private long quietUntil = System.nanoTime();

    ListeningSocket(InternetProtocolFamily family) {
        super(SelectorProvider.provider(), family);
    }

    /** On a socket that is bound already. */
    ListeningSocket(ServerSocketChannel listening) {
        super(listening);
    }

    @Override
    protected void doRegister() throws Exception {
        super.doRegister();
        reserve = Optional.of(SocketChannel.open());
    }

    @Override
    protected int doReadMessages(List<Object> accepted) throws Exception {
        try {
            return super.doReadMessages(accepted);
        } catch (IOException failure) {
            if (!isOutOfDescriptors(failure)) {
                throw failure;
            }
            warn();
            refuse();
            return 0;
        }
    }

    /** Without a reserve, because somebody else in this process took it, Netty's acceptor pauses for a second. */
    private void refuse() throws IOException {
        if (reserve.isEmpty()) {
            reserve = Optional.of(SocketChannel.open());
        }
        reserve.get().close();
        reserve = Optional.empty();
        try (SocketChannel refused = javaChannel().accept()) {
            if (refused != null) {
                refused.shutdownOutput();
            }
        }
        reserve = Optional.of(SocketChannel.open());
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
    private static boolean isOutOfDescriptors(IOException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Too many open files");
    }

    @Override
    protected void doClose() throws Exception {
        if (reserve.isPresent()) {
            reserve.get().close();
        }
        super.doClose();
    }
}
