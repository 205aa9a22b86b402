package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.Promise;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ways out: one loopback listener per remote node, so that a VM which looked {@code worker-0} up connects to a port
 * of its own pod. A listener stays as long as the registry has the node, and so do links.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
public final class OutboundTunnels implements PodRegistry.Listener {

    private final TunnelParts parts;
    private final Refusals refusals;
    private final ChannelGroup channels;
    private final CookieKeeper cookies;
    private final TunnelPipelines pipelines;
    private final Map<NodeName, ChannelFuture> listeners = new HashMap<>();
    private final Map<NodeName, Answer> lastRefusals = new HashMap<>();
    private final StandingLinks standing = new StandingLinks();

    public OutboundTunnels(TunnelParts parts) {
        this.parts = parts;
        this.refusals = new Refusals(parts.counters());
        this.channels = new DefaultChannelGroup(parts.loop());
        this.cookies = new CookieKeeper(parts.cookies());
        this.pipelines = new TunnelPipelines(parts.loop(), parts.security(), channels);
    }

    /** Listens for the registry's news. */
    public void open() {
        parts.registry().listen(this);
    }

    /**
     * The port that leads to {@code node}, on 127.0.0.1 or, of another cluster's node, where that cluster's name leads;
     * opened now if nobody asked before. Event loop only.
     */
    public Future<Integer> portFor(ClusterNode node) {
        NodeName name = node.name();
        ChannelFuture listener = listeners.computeIfAbsent(name, this::listen);
        Promise<Integer> port = parts.loop().newPromise();
        listener.addListener((ChannelFuture bound) -> {
            if (bound.isSuccess()) {
                port.setSuccess(port(bound));
            } else {
                listeners.remove(name, listener);
                port.setFailure(bound.cause());
            }
        });
        return port;
    }

    /** The ports that are open now. Event loop only. */
    public Map<NodeName, Integer> openPorts() {
        Map<NodeName, Integer> ports = new HashMap<>();
        listeners.forEach((name, listener) -> {
            if (listener.isSuccess()) {
                ports.put(name, port(listener));
            }
        });
        return ports;
    }

    /** Why the last link to {@code name} did not come about; empty if it did, or none was tried. Event loop only. */
    public Optional<Answer> lastRefusal(NodeName name) {
        return Optional.ofNullable(lastRefusals.get(name));
    }

    /** Closes every listener and every link. */
    public Future<Void> close() {
        listeners.clear();
        return channels.close();
    }

    @Override
    public void clusterChanged(ClusterView before, ClusterView now) {
        lastRefusals.keySet().removeIf(name -> now.find(name).isEmpty());
        listeners.entrySet().removeIf(entry -> {
            boolean gone = now.find(entry.getKey()).isEmpty();
            if (gone) {
                entry.getValue().channel().close();
            }
            return gone;
        });
        standing.review(before, now);
    }

    /** Ends the links that the policy does not allow any more. Event loop only. */
    public void policyChanged() {
        standing.review();
    }

    private ChannelFuture listen(NodeName name) {
        return pipelines
                .acceptLocal(vm -> accepted(vm, name))
                .bind(parts.settings().peers().address(name.host()).orElse(NetUtil.LOCALHOST4), 0);
    }

    private static int port(ChannelFuture listener) {
        return ((InetSocketAddress) listener.channel().localAddress()).getPort();
    }

    private void accepted(Channel vm, NodeName name) {
        if (channels.size() > 2 * parts.settings().limits().links()) {
            refused(vm, Answer.BUSY, name, "accepted and closed");
            return;
        }
        parts.registry()
                .cluster()
                .find(name)
                .filter(ClusterNode::offered)
                .ifPresentOrElse(
                        node -> new OutboundLink(this, vm, node).open(),
                        () -> refused(vm, Answer.UNKNOWN_NODE, name, "not Up in the registry"));
    }

    /** Ends {@code vm}'s attempt to reach {@code name}. */
    void refused(Channel vm, Answer cause, NodeName name, String detail) {
        refusals.refused(cause, name, detail);
        lastRefusals.put(name, cause);
        vm.close();
    }

    /** {@code name} took a link. */
    void accepted(NodeName name) {
        lastRefusals.remove(name);
    }

    /** What the registry says of {@code name} by now. */
    Optional<ClusterNode> find(NodeName name) {
        return parts.registry().cluster().find(name);
    }

    /** Who dials: the pod's node, or where nodes name themselves the one that registered first. */
    Optional<NodeName> source() {
        return parts.settings()
                .self()
                .or(() -> parts.registry().localNodes().stream()
                        .map(LocalNode::name)
                        .findFirst());
    }

    TunnelSettings settings() {
        return parts.settings();
    }

    TunnelCounters counters() {
        return parts.counters();
    }

    TunnelSecurity security() {
        return parts.security();
    }

    StandingLinks standing() {
        return standing;
    }

    CookieKeeper cookies() {
        return cookies;
    }

    TunnelPipelines pipelines() {
        return pipelines;
    }
}
