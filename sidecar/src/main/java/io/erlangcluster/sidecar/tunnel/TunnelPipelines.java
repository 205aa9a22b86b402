package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.transport.Transport;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * How every socket of the tunnel is set up: what stands in its pipeline and which options it has. Peers are accepted
 * and dialled through {@link TunnelSecurity}; the VM's side never is.
 */
final class TunnelPipelines {

    /** As many as the kernel lets us have: a whole cluster may come at once. */
    private static final int BACKLOG = 4096;

    /** Bytes that wait in this process for a reader that stands still. */
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(64 * 1024, 128 * 1024);

    private final EventLoop loop;
    private final TunnelSecurity security;
    private final ChannelGroup channels;

    TunnelPipelines(EventLoop loop, TunnelSecurity security, ChannelGroup channels) {
        this.loop = loop;
        this.security = security;
        this.channels = channels;
    }

    /** Accepts other pods. */
    ServerBootstrap acceptPeers(BiFunction<Channel, Optional<Objection>, ChannelHandler> gate) {
        return accept(channel -> {
            Optional<Objection> barred = security.secureInbound(channel.pipeline());
            channel.pipeline().addLast(new PrefaceDecoder(), gate.apply(channel, barred));
        });
    }

    /** Accepts the pod's VM. */
    ServerBootstrap acceptLocal(Consumer<Channel> accepted) {
        return accept(accepted);
    }

    /** Dials the pod of {@code peer}. */
    Bootstrap dialPeer(ClusterNode peer, Duration timeout) {
        return dial(timeout, channel -> security.secureOutbound(channel.pipeline(), peer));
    }

    /** Dials the pod's VM. */
    Bootstrap dialLocal(Duration timeout) {
        return dial(timeout, channel -> {});
    }

    private ServerBootstrap accept(Consumer<Channel> setUp) {
        return new ServerBootstrap()
                .group(loop)
                .channelFactory(Transport.of(loop).listener())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .handler(initializer(listener -> {}))
                .childHandler(initializer(setUp))
                .childOption(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
    }

    private Bootstrap dial(Duration timeout, Consumer<Channel> setUp) {
        return new Bootstrap()
                .group(loop)
                .channelFactory(Transport.of(loop).socket())
                .handler(initializer(setUp))
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) timeout.toMillis())
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK);
    }

    private ChannelInitializer<Channel> initializer(Consumer<Channel> setUp) {
        return new ChannelInitializer<>() {
            @Override
            protected void initChannel(Channel channel) {
                channels.add(channel);
                setUp.accept(channel);
            }
        };
    }
}
