package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.epmd.KnownNode;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PeerHosts;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.tunnel.OutboundTunnels;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/**
 * What EPMD answers for the cluster's other nodes, and for those of the cluster that is meant by the address asked: the
 * local port of a tunnel to them. Lists are of our own cluster alone. Nodes that the registry places in this very pod
 * are left out: if EPMD itself does not know them they are not there any more.
 */
final class ClusterDirectory implements RemoteNodes {

    private final PodRegistry registry;
    private final OutboundTunnels tunnels;
    private final InetAddress podIp;
    private final PeerHosts peers;

    ClusterDirectory(PodRegistry registry, OutboundTunnels tunnels, InetAddress podIp, PeerHosts peers) {
        this.registry = registry;
        this.tunnels = tunnels;
        this.podIp = podIp;
        this.peers = peers;
    }

    @Override
    public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
        return find(alive, askedAt)
                .filter(node -> node.offered() && !isHere(node))
                .map(node -> throughTunnel(node, loop))
                .orElseGet(() -> loop.newSucceededFuture(Optional.empty()));
    }

    private Optional<ClusterNode> find(String alive, InetSocketAddress askedAt) {
        ClusterView cluster = registry.cluster();
        Optional<String> peer = peers.askedAt(askedAt.getAddress());
        if (peer.isEmpty()) {
            return cluster.find(alive);
        }
        return alive.isEmpty() || alive.indexOf('@') >= 0
                ? Optional.empty()
                : Optional.ofNullable(cluster.peers().get(new NodeName(alive, peer.get())));
    }

    @Override
    public boolean isElsewhere(InetSocketAddress askedAt) {
        return peers.askedAt(askedAt.getAddress()).isPresent();
    }

    private Future<Optional<NodePort>> throughTunnel(ClusterNode node, EventLoop loop) {
        Promise<Optional<NodePort>> answer = loop.newPromise();
        tunnels.portFor(node).addListener((Future<Integer> port) -> {
            if (port.isSuccess()) {
                answer.setSuccess(Optional.of(NodePort.normal(node.name().alive(), port.getNow())));
            } else {
                answer.setFailure(port.cause());
            }
        });
        return answer;
    }

    @Override
    public void observe(Observer observer) {
        registry.cluster().nodes().values().forEach(node -> tell(node, observer));
        registry.listen(new PodRegistry.Listener() {
            @Override
            public void clusterChanged(ClusterView before, ClusterView now) {
                before.nodes().keySet().stream()
                        .filter(alive -> !now.nodes().containsKey(alive))
                        .forEach(observer::unknown);
                now.nodes().values().stream()
                        .filter(node ->
                                !node.equals(before.nodes().get(node.name().alive())))
                        .forEach(node -> tell(node, observer));
            }
        });
    }

    /** A node of this pod may be registered with EPMD before the registry has it Up. */
    private void tell(ClusterNode node, Observer observer) {
        String alive = node.name().alive();
        boolean here = isHere(node);
        if (here || node.offered()) {
            observer.known(new KnownNode(alive, node.creation(), node.labels(), here));
        } else {
            observer.unknown(alive);
        }
    }

    private boolean isHere(ClusterNode node) {
        return node.podIp().equals(podIp.getHostAddress());
    }
}
