package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import io.erlangcluster.sidecar.registry.Peering;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A pod with both ends of the tunnel, and a listening socket that stands for its VM. */
final class TestPod implements AutoCloseable {

    static final TunnelSettings.Limits SHORT = new TunnelSettings.Limits(
            Duration.ofMillis(500), Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofSeconds(5), 4, 32);

    final PodRegistry registry = new PodRegistry();
    final TunnelCounters counters = new TunnelCounters();
    final NodeName name;
    final ServerSocket vm;
    final InetSocketAddress tunnelAddress;

    private final EventLoop loop;
    private final String ip;
    private final InboundTunnel inbound;
    private final OutboundTunnels outbound;
    private long version;

    TestPod(EventLoop loop, String alive, String ip) throws Exception {
        this(loop, alive, ip, TunnelSecurity.PLAIN);
    }

    TestPod(EventLoop loop, String alive, String ip, TunnelSecurity security) throws Exception {
        this(loop, new NodeName(alive, "shop.prod"), ip, security, PeerHosts.NONE);
    }

    /** Of the cluster that the name's host part tells. */
    TestPod(EventLoop loop, NodeName name, String ip, TunnelSecurity security, PeerHosts peers) throws Exception {
        this.loop = loop;
        this.ip = ip;
        this.name = name;
        this.vm = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        InetAddress address = InetAddress.ofLiteral(ip);
        TunnelSettings settings = new TunnelSettings(
                Optional.of(name),
                name.host().substring(0, name.host().indexOf('.')),
                address,
                new InetSocketAddress(address, 0),
                peers,
                SHORT);
        TunnelParts parts = new TunnelParts(loop, settings, registry, security, new CookieRing("cookie"), counters);
        inbound = new InboundTunnel(parts);
        outbound = new OutboundTunnels(parts);
        tunnelAddress = (InetSocketAddress) inbound.open().sync().channel().localAddress();
        outbound.open();
        if (security instanceof TunnelPolicy policy) {
            policy.listen(inbound::policyChanged);
            policy.listen(outbound::policyChanged);
        }
        onLoop(() -> {
            registry.putLocal(new LocalNode(name, vm.getLocalPort(), 1));
            return true;
        });
    }

    ClusterNode asNode() {
        return asNode(ip);
    }

    ClusterNode asNode(String elsewhere) {
        return new ClusterNode(
                name,
                ClusterNode.Phase.UP,
                "pod-" + name.alive(),
                "uid-" + name.alive(),
                elsewhere,
                tunnelAddress.getPort(),
                1,
                Map.of());
    }

    ClusterNode asPeer(Peering peering) {
        return new ClusterNode(
                name,
                ClusterNode.Phase.UP,
                "pod-" + name.alive(),
                "uid-" + name.alive(),
                ip,
                tunnelAddress.getPort(),
                1,
                Map.of(),
                Optional.of(peering));
    }

    /** Peers and members. */
    void isTold(ClusterNode... nodes) throws Exception {
        onLoop(() -> {
            registry.putCluster(ClusterView.NOTHING.with(++version, List.of(nodes), List.of()));
            return true;
        });
    }

    void knows(ClusterNode... nodes) throws Exception {
        Map<String, ClusterNode> byName = Arrays.stream(nodes)
                .collect(Collectors.toMap(node -> node.name().alive(), Function.identity()));
        onLoop(() -> {
            registry.putCluster(new ClusterView("epoch", ++version, byName));
            return true;
        });
    }

    int portFor(ClusterNode node) throws Exception {
        return onLoop(() -> outbound.portFor(node)).get();
    }

    /** What the pod's VM does to reach {@code node}. */
    Socket connectTo(ClusterNode node) throws Exception {
        return new Socket(InetAddress.getLoopbackAddress(), portFor(node));
    }

    /** What another pod's sidecar does, without being one. */
    Socket dialTunnelFrom(String source) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.ofLiteral(source), 0));
        socket.connect(tunnelAddress);
        return socket;
    }

    /** What the connector would tell of the way to {@code node}. */
    Optional<Answer> lastRefusal(ClusterNode node) throws Exception {
        return onLoop(() -> outbound.lastRefusal(node.name()));
    }

    <T> T onLoop(Callable<T> task) throws Exception {
        return loop.submit(task).get();
    }

    @Override
    public void close() throws IOException {
        inbound.close().syncUninterruptibly();
        outbound.close().syncUninterruptibly();
        vm.close();
    }
}
