package io.erlangcluster.sidecar.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.AbstractEpollServerChannel;
import io.netty.channel.epoll.EpollChannelConfig;
import io.netty.channel.epoll.EpollMode;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.InternetProtocolFamily;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.NativeInetAddress;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Optional;

/** Listens, and hands its pipeline an {@link AcceptedSocket} for each connection, where Netty's own makes a channel. */
final class EpollListener extends AbstractEpollServerChannel {

    private final Options options = new Options();
    private Optional<AcceptedSocket> accepted = Optional.empty();
    private int backlog = NetUtil.SOMAXCONN;

    EpollListener(InternetProtocolFamily family) {
        super(LinuxSocket.newSocketStream(family), false);
        options.setEpollMode(EpollMode.LEVEL_TRIGGERED);
        pipeline().addLast(new Handover());
    }

    @Override
    public EpollChannelConfig config() {
        return options;
    }

    @Override
    protected void doBind(SocketAddress address) throws Exception {
        super.doBind(address);
        socket.listen(backlog);
        active = true;
    }

    /** Netty gives what this returns to the pipeline, and wants a channel: the listener stands for what it accepted. */
    @Override
    protected Channel newChildChannel(int descriptor, byte[] address, int offset, int length) {
        InetSocketAddress peer = NativeInetAddress.address(address, offset, length);
        accepted = Optional.of(new AcceptedSocket(new FileDescriptor(descriptor), peer, local(descriptor)));
        return this;
    }

    /** Only who listens everywhere has to ask where a client has connected to. */
    private InetSocketAddress local(int descriptor) {
        return localAddress() instanceof InetSocketAddress one
                        && !one.getAddress().isAnyLocalAddress()
                ? one
                : new Socket(descriptor).localAddress();
    }

    private final class Handover extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object listener) {
            AcceptedSocket connection = accepted.orElseThrow();
            accepted = Optional.empty();
            ctx.fireChannelRead(connection);
        }
    }

    /** Of Netty's server options those that are used here. */
    private final class Options extends EpollChannelConfig {

        Options() {
            super(EpollListener.this, new ServerChannelRecvByteBufAllocator());
        }

        @Override
        public <T> boolean setOption(ChannelOption<T> option, T value) {
            if (option.equals(ChannelOption.SO_BACKLOG) && value instanceof Integer wanted) {
                backlog = wanted;
                return true;
            }
            if (option.equals(ChannelOption.SO_REUSEADDR) && value instanceof Boolean reuse) {
                return reuseAddress(reuse);
            }
            return super.setOption(option, value);
        }

        private boolean reuseAddress(boolean reuse) {
            try {
                socket.setReuseAddress(reuse);
                return true;
            } catch (IOException e) {
                throw new IllegalStateException("SO_REUSEADDR cannot be set: " + e.getMessage(), e);
            }
        }
    }
}
