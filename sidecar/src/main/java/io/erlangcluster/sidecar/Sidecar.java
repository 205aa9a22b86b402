package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.connector.Connector;
import io.erlangcluster.sidecar.connector.ConnectorSettings;
import io.erlangcluster.sidecar.connector.LocalNodeDiscovery;
import io.erlangcluster.sidecar.control.ControlStream;
import io.erlangcluster.sidecar.epmd.EpmdServer;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.erlangcluster.sidecar.epmd.state.KeptRegistrations;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.transport.Transport;
import io.erlangcluster.sidecar.tunnel.InboundTunnel;
import io.erlangcluster.sidecar.tunnel.OutboundTunnels;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import io.erlangcluster.sidecar.tunnel.TunnelSecurity;
import io.erlangcluster.sidecar.tunnel.TunnelSettings;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** All of a pod's sidecar, on one event loop: its EPMD, its tunnels, its connector and its line to the operator. */
public final class Sidecar implements AutoCloseable {

    /** Less than the two seconds that stopping may take in all. */
    private static final long STOP_MILLIS = 1500;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final PodRegistry registry = new PodRegistry();
    private final TunnelCounters counters = new TunnelCounters();
    private final ControlStream control;
    private final Connector connector;
    private final int tunnelPort;
    private final int epmdPort;

    /**
     * Starts everything; EPMD last, because a pod's VM is started as soon as that answers.
     *
     * @throws IllegalStateException if a port is taken; the message says which and what to do
     */
    public static Sidecar start(SidecarSettings settings) {
        // Not epoll yet: now and then a tunnel over it does not pass on what a VM wrote before it died.
        EventLoopGroup group = Transport.NIO.newEventLoop("sidecar");
        try {
            return new Sidecar(group, settings);
        } catch (RuntimeException e) {
            stop(group);
            throw e;
        }
    }

    private Sidecar(EventLoopGroup group, SidecarSettings settings) {
        this.group = group;
        this.loop = group.next();
        TunnelSettings tunnel = settings.tunnel();
        OutboundTunnels outbound = new OutboundTunnels(loop, tunnel, registry, TunnelSecurity.PLAIN, counters);
        InboundTunnel inbound = new InboundTunnel(loop, tunnel, registry, TunnelSecurity.PLAIN, counters);
        outbound.open();
        tunnelPort = port(inbound.open(), tunnel);
        control = new ControlStream(loop, settings.control(tunnelPort), registry);
        ConnectorSettings connecting = ConnectorSettings.of(settings.cookie(), Optional.of(settings.podIp()));
        connector = new Connector(loop, registry, connecting, control::linksChanged);
        onLoop(control::open);
        onLoop(() -> registry.listen(connector));
        epmdPort = startEpmd(settings, outbound, new LocalNodeDiscovery(loop, registry, connecting));
    }

    private int startEpmd(SidecarSettings settings, OutboundTunnels outbound, LocalNodeDiscovery discovery) {
        Registrations registrations = new Registrations();
        registrations.listen(new Registrations.Listener() {
            @Override
            public void registered(Registration registration) {
                discovery.registered(registration.name(), registration.port());
            }

            @Override
            public void changed(Registration before, Registration now) {
                if (before.port() != now.port()) {
                    discovery.registered(now.name(), now.port());
                }
            }

            @Override
            public void unregistered(Registration registration) {
                discovery.unregistered(registration.name());
            }
        });
        settings.stateFile()
                .ifPresent(file -> onLoop(() -> KeptRegistrations.keep(
                        loop,
                        registrations,
                        file,
                        new RestoredNodes(loop, List.of(InetAddress.getLoopbackAddress(), settings.podIp())))));
        ClusterDirectory directory = new ClusterDirectory(registry, outbound, settings.podIp());
        return new EpmdServer(loop, settings.epmd(), registrations, directory).start();
    }

    /** Where EPMD answers. */
    public int epmdPort() {
        return epmdPort;
    }

    /** Where other pods' sidecars come in. */
    public int tunnelPort() {
        return tunnelPort;
    }

    /** Closes every socket, within two seconds. Links of the pod's VMs that go through here end. */
    @Override
    public void close() {
        onLoop(control::close);
        onLoop(connector::close);
        stop(group);
    }

    private static void stop(EventLoopGroup group) {
        group.shutdownGracefully(0, STOP_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly();
    }

    private void onLoop(Runnable task) {
        loop.submit(task).syncUninterruptibly();
    }

    private static int port(ChannelFuture listener, TunnelSettings tunnel) {
        if (!listener.awaitUninterruptibly().isSuccess()) {
            throw new IllegalStateException(
                    "the tunnel cannot listen on " + tunnel.listen()
                            + ": is another process using that port in this pod?",
                    listener.cause());
        }
        return ((InetSocketAddress) listener.channel().localAddress()).getPort();
    }
}
