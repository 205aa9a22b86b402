package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdResponse.PortPlease2Response;
import io.erlangcluster.sidecar.transport.AcceptedSocket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Answers a look-up that has come already when its connection is accepted, as most have on a busy server, and closes
 * it: four system calls, no pipeline and no timers. Whatever else has come goes on to the connection's pipeline.
 */
final class EarlyLookUp extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(EarlyLookUp.class);

    /** Longer than any request of the C epmd's protocol, and any answer to a look-up. */
    private static final int CAPACITY = 4096;

    private final EpmdSettings.Listen listen;
    private final NodeLookUp lookUp;
    private final ByteBuf buffer = Unpooled.directBuffer(CAPACITY, CAPACITY);

    EarlyLookUp(EpmdSettings.Listen listen, NodeLookUp lookUp) {
        this.listen = listen;
        this.lookUp = lookUp;
    }

    /**
     * After the events that came along, and after what Netty puts off until then (channelInactive): a client that has
     * its answer may close and come again, and its end must be seen before it is asked what it wants now.
     */
    @Override
    public void channelRead(ChannelHandlerContext ctx, Object accepted) {
        if (accepted instanceof AcceptedSocket connection
                && PeerGate.serves(listen, connection.peer(), connection.local())) {
            EventExecutor loop = ctx.executor();
            loop.execute(() -> loop.execute(() -> serve(ctx, connection)));
        } else {
            ctx.fireChannelRead(accepted);
        }
    }

    private void serve(ChannelHandlerContext ctx, AcceptedSocket connection) {
        try {
            if (ctx.isRemoved()) {
                connection.close();
                return;
            }
            read(connection.socket());
            Optional<NodePort> wanted = wanted(connection.local());
            if (wanted.isPresent()) {
                answer(connection, wanted.get());
                return;
            }
        } catch (IOException gone) {
            LOG.debugf("connection closed peer=%s reason=%s", connection.peer(), gone.getMessage());
            close(connection);
            return;
        }
        Channel channel = connection.toChannel();
        if (buffer.isReadable()) {
            channel.pipeline().addLast(new FirstBytes(buffer.copy()));
        }
        ctx.fireChannelRead(channel);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        buffer.release();
    }

    /** What there is; nothing if nothing has come, or an end, which its pipeline will see. */
    private void read(FileDescriptor socket) throws IOException {
        int read = socket.read(buffer.clear().internalNioBuffer(0, CAPACITY), 0, CAPACITY);
        buffer.writerIndex(Math.max(0, read));
    }

    /** The node that is looked up, if this is a look-up and it is registered here. */
    private Optional<NodePort> wanted(InetSocketAddress askedAt) {
        return EpmdCodec.lookUp(buffer)
                .flatMap(alive -> lookUp.registered(alive, askedAt))
                .map(Registration::node);
    }

    private void answer(AcceptedSocket connection, NodePort node) throws IOException {
        LOG.debugf("got PortPlease2Request");
        new PortPlease2Response(Optional.of(node)).writeTo(buffer.clear());
        // An empty send buffer has room for all of it; a client that is gone already gets nothing.
        connection.socket().write(buffer.internalNioBuffer(0, buffer.readableBytes()), 0, buffer.readableBytes());
        connection.close();
    }

    private static void close(AcceptedSocket connection) {
        try {
            connection.close();
        } catch (IOException failed) {
            LOG.debugf("connection not closed peer=%s reason=%s", connection.peer(), failed.getMessage());
        }
    }
}
