package io.erlangcluster.sidecar;

import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.RemoteNodes;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.erlangcluster.sidecar.tunnel.OutboundTunnels;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Optional;

/**
 * What EPMD answers for the cluster's other nodes: the local port of a tunnel to them. Nodes that the registry places
 * in this very pod are left out: if EPMD itself does not know them they are not there any more.
 */
final class ClusterDirectory implements RemoteNodes {

    private final PodRegistry registry;
    private final OutboundTunnels tunnels;
    private final InetAddress podIp;

    ClusterDirectory(PodRegistry registry, OutboundTunnels tunnels, InetAddress podIp) {
        this.registry = registry;
        this.tunnels = tunnels;
        this.podIp = podIp;
    }

    @Override
    public Future<Optional<NodePort>> lookUp(String alive, InetSocketAddress askedAt, EventLoop loop) {
        return registry.cluster()
                .find(alive)
                .filter(node -> node.offered() && !node.podIp().equals(podIp.getHostAddress()))
                .map(node -> throughTunnel(node, loop))
                .orElseGet(() -> loop.newSucceededFuture(Optional.empty()));
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
    public Collection<NodePort> known() {
        return tunnels.openPorts().entrySet().stream()
                .map(open -> NodePort.normal(open.getKey().alive(), open.getValue()))
                .toList();
    }
}
