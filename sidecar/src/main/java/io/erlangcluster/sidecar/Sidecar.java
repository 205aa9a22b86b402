package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.admin.AdminServer;
import io.erlangcluster.sidecar.connector.Connector;
import io.erlangcluster.sidecar.connector.ConnectorSettings;
import io.erlangcluster.sidecar.connector.LocalNodeDiscovery;
import io.erlangcluster.sidecar.control.ControlStream;
import io.erlangcluster.sidecar.control.Credentials;
import io.erlangcluster.sidecar.dist.NameProbe;
import io.erlangcluster.sidecar.epmd.EpmdServer;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.Registrations;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.erlangcluster.sidecar.epmd.state.KeptRegistrations;
import io.erlangcluster.sidecar.identity.AuthorityFile;
import io.erlangcluster.sidecar.identity.Certification;
import io.erlangcluster.sidecar.identity.Identity;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.transport.Transport;
import io.erlangcluster.sidecar.tunnel.Answer;
import io.erlangcluster.sidecar.tunnel.InboundTunnel;
import io.erlangcluster.sidecar.tunnel.MutualTls;
import io.erlangcluster.sidecar.tunnel.OutboundTunnels;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import io.erlangcluster.sidecar.tunnel.TunnelParts;
import io.erlangcluster.sidecar.tunnel.TunnelPolicy;
import io.erlangcluster.sidecar.tunnel.TunnelSettings;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** All of a pod's sidecar, on one event loop: its EPMD, its tunnels, its connector and its line to the operator. */
public final class Sidecar implements AutoCloseable {

    /** Less than the two seconds that stopping may take in all. */
    private static final long STOP_MILLIS = 1500;

    /** After that the start's garbage is all that a collection would find for hours, and it is a fifth of the heap. */
    private static final long SETTLED_SECONDS = 10;

    private final EventLoopGroup group;
    private final EventLoop loop;
    private final PodRegistry registry = new PodRegistry();
    private final Registrations registrations = new Registrations();
    private final TunnelCounters counters = new TunnelCounters();
    private final LinkCounts links = new LinkCounts(registry);
    private final ControlStream control;
    private final MutualTls mutualTls;
    private final Connector connector;
    private final int tunnelPort;
    private final int epmdPort;
    private final OptionalInt adminPort;
    private volatile boolean epmdServing;

    /**
     * Starts everything but the line to the operator. A pod's VM is started as soon as EPMD answers, and takes longer
     * than the first certificate: so ports that may be taken come before EPMD, and {@link #connect()} after it.
     *
     * @throws IllegalStateException if a port is taken; the message says which and what to do
     */
    public static Sidecar start(SidecarSettings settings) {
        // Not epoll: it reads unasked when the other side has ended, a VM's last words before its link stands, and a
        // tunnel that never pauses goes before all others; NIO does neither, and moves as much.
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
        OwnIdentity identity = new OwnIdentity();
        mutualTls = new MutualTls(loop, identity, tunnel.limits());
        TunnelPolicy security = new TunnelPolicy(mutualTls);
        CookieRing cookies = settings.cookies().follow(loop);
        TunnelParts parts = new TunnelParts(loop, tunnel, registry, security, cookies, counters);
        OutboundTunnels outbound = new OutboundTunnels(parts);
        InboundTunnel inbound = new InboundTunnel(parts);
        security.listen(outbound::policyChanged);
        security.listen(inbound::policyChanged);
        outbound.open();
        tunnelPort = port(inbound.open(), tunnel);
        control = new ControlStream(
                loop, settings.control(tunnelPort), registry, credentials(settings, identity, security));
        ConnectorSettings connecting = ConnectorSettings.of(cookies, Optional.of(settings.podIp()));
        connector = new Connector(
                loop,
                registry,
                connecting,
                peer -> outbound.lastRefusal(peer).map(Answer::advice),
                (node, connected, failures) -> {
                    links.linksChanged(node, connected, failures);
                    control.linksChanged(node, connected, failures);
                });
        onLoop(() -> List.of(links, control, connector).forEach(registry::listen));
        CountedLookUps lookUps =
                new CountedLookUps(new ClusterDirectory(registry, outbound, settings.podIp(), settings.peers()));
        adminPort = startAdmin(settings, lookUps, identity);
        NameProbe probe = new NameProbe(loop);
        epmdPort = startEpmd(settings, lookUps, new LocalNodeDiscovery(loop, registry, connecting, probe), probe);
    }

    /** Tells the operator of this pod from now on, and keeps the registry as it says. */
    public void connect() {
        loop.execute(control::open);
        var _ = loop.schedule(System::gc, SETTLED_SECONDS, TimeUnit.SECONDS);
    }

    /** Without a token there is no certificate: then only what the operator declares plain gets through. */
    private Credentials credentials(SidecarSettings settings, OwnIdentity identity, TunnelPolicy policy) {
        Duration timeout = settings.control(tunnelPort).timing().handshake();
        return settings.files()
                .<Credentials>map(files -> {
                    AuthorityFile authorities = new AuthorityFile(files.authorities());
                    authorities.listen(identity::trust);
                    Certification certification = new Certification(loop, identity, Certification.Patience.DEFAULT);
                    return new PodCredentials(
                            loop, settings.operator(), timeout, files, authorities, certification, policy);
                })
                .orElseGet(() -> new Credentials() {
                    @Override
                    public void policy(boolean plain) {
                        policy.plain(plain);
                    }
                });
    }

    private OptionalInt startAdmin(SidecarSettings settings, CountedLookUps lookUps, OwnIdentity identity) {
        PodReadings readings = new PodReadings(
                () -> epmdServing,
                registrations,
                lookUps,
                registry,
                links,
                counters,
                control::connected,
                () -> identity.now().map(Identity::notAfter));
        return settings.admin().stream()
                .mapToInt(admin -> new AdminServer(loop, admin, readings).start())
                .findFirst();
    }

    private int startEpmd(SidecarSettings settings, RemoteNodes remote, LocalNodeDiscovery discovery, NameProbe probe) {
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
                        new RestoredNodes(loop, probe, List.of(InetAddress.getLoopbackAddress(), settings.podIp())))));
        EpmdServer epmd = new EpmdServer(loop, settings.epmd(), registrations, remote);
        int port = epmd.start();
        epmdServing = true;
        epmd.ended().addListener(_ -> epmdServing = false);
        return port;
    }

    /** Where EPMD answers. */
    public int epmdPort() {
        return epmdPort;
    }

    /** Where other pods' sidecars come in. */
    public int tunnelPort() {
        return tunnelPort;
    }

    /** Where metrics and health are; empty if they are off. */
    public OptionalInt adminPort() {
        return adminPort;
    }

    /** Closes every socket, within two seconds. Links of the pod's VMs that go through here end. */
    @Override
    public void close() {
        onLoop(control::close);
        onLoop(connector::close);
        onLoop(mutualTls::close);
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
