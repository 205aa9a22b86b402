package io.erlangcluster.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.identity.OwnIdentity;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import io.erlangcluster.sidecar.registry.Peering;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.tunnel.MutualTls;
import io.erlangcluster.sidecar.tunnel.OutboundTunnels;
import io.erlangcluster.sidecar.tunnel.TunnelCounters;
import io.erlangcluster.sidecar.tunnel.TunnelParts;
import io.erlangcluster.sidecar.tunnel.TunnelSettings;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What EPMD answers, by the address it is asked at. */
class ClusterDirectoryTest {

    private static final String OWN = "127.0.0.1";
    private static final String BILLING = "127.0.1.1";

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final EventLoop loop = group.next();
    private final PodRegistry registry = new PodRegistry();
    private ClusterDirectory directory;

    @BeforeEach
    void aPodOfShopThatMayCallBilling() throws Exception {
        InetAddress ip = InetAddress.ofLiteral("10.0.0.1");
        PeerHosts peers = PeerHosts.parse(BILLING + "=billing.money");
        TunnelSettings settings = new TunnelSettings(
                Optional.empty(), "shop", ip, new InetSocketAddress(0), peers, TunnelSettings.Limits.DEFAULT);
        MutualTls security = new MutualTls(loop, new OwnIdentity(), settings.limits());
        OutboundTunnels outbound = new OutboundTunnels(
                new TunnelParts(loop, settings, registry, security, new CookieRing("cookie"), new TunnelCounters()));
        directory = new ClusterDirectory(registry, outbound, ip, peers);
        registry.putCluster(ClusterView.NOTHING.with(
                1,
                List.of(
                        node("web-0@shop.prod", Optional.empty()),
                        node("api-0@billing.money", Optional.of(new Peering(false, true, Set.of()))),
                        node("ledger-0@billing.money", Optional.of(new Peering(true, false, Set.of()))),
                        node("db-0@bank.money", Optional.of(new Peering(false, true, Set.of())))),
                List.of()));
    }

    @AfterEach
    void close() throws Exception {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
    }

    @Test
    void theAddressTellsTheCluster() throws Exception {
        assertThat(find("web-0", OWN)).isPresent();
        assertThat(find("api-0", OWN)).as("another cluster's").isEmpty();
        assertThat(find("api-0", BILLING)).isPresent();
        assertThat(find("web-0", BILLING)).as("ours").isEmpty();
        assertThat(find("ledger-0", BILLING)).as("not to be called").isEmpty();
        assertThat(find("db-0", BILLING)).as("a third cluster's").isEmpty();
        assertThat(find("", BILLING)).isEmpty();
        assertThat(find("api-0@billing.money", BILLING)).isEmpty();
    }

    @Test
    void aPeersNodeIsReachedAtItsClustersAddress() throws Exception {
        int port = find("api-0", BILLING).orElseThrow().port();
        new Socket(InetAddress.ofLiteral(BILLING), port).close();
    }

    @Test
    void whoAsksForAPeerDoesNotMeanTheNodesRegisteredHere() {
        assertThat(directory.isElsewhere(new InetSocketAddress(InetAddress.ofLiteral(BILLING), 4369)))
                .isTrue();
        assertThat(directory.isElsewhere(new InetSocketAddress(InetAddress.ofLiteral(OWN), 4369)))
                .isFalse();
        assertThat(new CountedLookUps(directory)
                        .isElsewhere(new InetSocketAddress(InetAddress.ofLiteral(BILLING), 4369)))
                .isTrue();
    }

    @Test
    void listsAndWatchesAreOfOurOwnClusterAlone() {
        List<String> known = new ArrayList<>();
        directory.observe(new io.erlangcluster.sidecar.epmd.RemoteNodes.Observer() {
            @Override
            public void known(io.erlangcluster.sidecar.epmd.KnownNode node) {
                known.add(node.toString());
            }

            @Override
            public void unknown(String alive) {
                known.add("not " + alive);
            }
        });
        registry.putCluster(registry.cluster().with(2, List.of(), List.of(NodeName.parse("api-0@billing.money"))));
        assertThat(known).hasSize(1).first().asString().contains("web-0");
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it is not: the outer future gives the inner
    private Optional<NodePort> find(String alive, String askedAt) throws Exception {
        InetSocketAddress address = new InetSocketAddress(InetAddress.ofLiteral(askedAt), 4369);
        return loop.submit(() -> directory.lookUp(alive, address, loop)).get().get();
    }

    private static ClusterNode node(String name, Optional<Peering> peering) {
        return new ClusterNode(
                NodeName.parse(name), ClusterNode.Phase.UP, "pod", "uid", "10.0.0.2", 4370, 1, Map.of(), peering);
    }
}
