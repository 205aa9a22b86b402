package io.erlangcluster.sidecar.transport;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * A connection that is no channel yet: who only reads, writes and closes it saves the channel's own six system calls.
 * Whoever gets one closes it or makes it a channel.
 *
 * @param socket does not block
 * @param peer address of the client
 * @param local address that the client has connected to
 */
public record AcceptedSocket(FileDescriptor socket, InetSocketAddress peer, InetSocketAddress local) {

    /** The connection as a channel of an epoll event loop, not registered yet; it owns the socket from now on. */
    public Channel toChannel() {
        return new EpollSocketChannel(socket.intValue());
    }

    /** Ends the connection. */
    public void close() throws IOException {
        socket.close();
    }
}
