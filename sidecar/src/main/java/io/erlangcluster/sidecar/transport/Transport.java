package io.erlangcluster.sidecar.transport;

import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoop;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollMode;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.nio.channels.spi.SelectorProvider;

/** How sockets reach the kernel; an event loop serves only sockets of its own kind. */
public enum Transport {
    /**
     * Netty's own binding of epoll(7), edge-triggered: half the system calls of NIO for a short connection. Listeners
     * are level-triggered: others accept on and on while clients come, and no other socket is looked at meanwhile.
     * These accept one at a time: whatever its client did before it came is among the events at hand.
     */
    EPOLL {
        @Override
        public EventLoopGroup newEventLoop(String name) {
            return new EpollEventLoopGroup(1, new DefaultThreadFactory(name));
        }

        @Override
        public ChannelFactory<? extends SocketChannel> socket() {
            return EpollSocketChannel::new;
        }

        @Override
        public ServerChannel newListener(InternetProtocolFamily family) {
            return new EpollListener(family);
        }

        @Override
        public ChannelFactory<ServerSocketChannel> listener() {
            return () -> {
                EpollServerSocketChannel listener = new EpollServerSocketChannel();
                listener.config().setEpollMode(EpollMode.LEVEL_TRIGGERED);
                return listener;
            };
        }
    },

    /** Java's own, wherever Java runs. */
    NIO {
        @Override
        public EventLoopGroup newEventLoop(String name) {
            return new NioEventLoopGroup(1, new DefaultThreadFactory(name));
        }

        @Override
        public ChannelFactory<? extends SocketChannel> socket() {
            return NioSocketChannel::new;
        }

        @Override
        public ServerChannel newListener(InternetProtocolFamily family) {
            return new NioServerSocketChannel(SelectorProvider.provider(), family);
        }

        @Override
        public ChannelFactory<ServerSocketChannel> listener() {
            return NioServerSocketChannel::new;
        }
    };

    /** {@link #EPOLL} where Netty's library for this machine is on the class path and loads, else {@link #NIO}. */
    public static Transport best() {
        return Epoll.isAvailable() ? EPOLL : NIO;
    }

    /** The one that {@code loop} serves. */
    public static Transport of(EventLoop loop) {
        return loop instanceof EpollEventLoop ? EPOLL : NIO;
    }

    /** One event loop; {@code name} is what its thread's name begins with. */
    public abstract EventLoopGroup newEventLoop(String name);

    /** Makes sockets to dial with. */
    public abstract ChannelFactory<? extends SocketChannel> socket();

    /** Makes sockets to listen on; for IPv6 too where this machine has it. */
    public abstract ChannelFactory<ServerSocketChannel> listener();

    /**
     * A socket to listen on; one for IPv6 takes IPv4 too. What it accepts is a channel, or an {@link AcceptedSocket}
     * where that is to be had.
     */
    public abstract ServerChannel newListener(InternetProtocolFamily family);
}
