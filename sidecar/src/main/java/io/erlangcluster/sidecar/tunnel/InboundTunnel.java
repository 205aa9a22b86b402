package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.PodRegistry;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Where other pods' sidecars come in: one port for every VM of this pod. */
public final class InboundTunnel implements PodRegistry.Listener {

    private final TunnelParts parts;
    private final Refusals refusals;
    private final ChannelGroup channels;
    private final CookieKeeper cookies;
    private final TunnelPipelines pipelines;
    private final Set<InboundGate> unanswered = new LinkedHashSet<>();
    private final StandingLinks standing = new StandingLinks();

    public InboundTunnel(TunnelParts parts) {
        this.parts = parts;
        this.refusals = new Refusals(parts.counters());
        this.channels = new DefaultChannelGroup(parts.loop());
        this.cookies = new CookieKeeper(parts.cookies());
        this.pipelines = new TunnelPipelines(parts.loop(), parts.security(), channels);
    }

    /** Listens for peers and for the registry's news. Fails if the address is taken. */
    public ChannelFuture open() {
        parts.registry().listen(this);
        return pipelines
                .acceptPeers((peer, barred) -> new InboundGate(this, peer, barred))
                .bind(parts.settings().listen());
    }

    /** Closes the port and every link that came through it. */
    public Future<Void> close() {
        return channels.close();
    }

    @Override
    public void clusterChanged(ClusterView before, ClusterView now) {
        List.copyOf(unanswered).forEach(InboundGate::look);
        standing.review(before, now);
    }

    /** Ends the links that the policy does not allow any more. Event loop only. */
    public void policyChanged() {
        standing.review();
    }

    /** Takes {@code gate} in until {@link #answered}; false if there are too many already. A link has two channels. */
    boolean admit(InboundGate gate) {
        TunnelSettings.Limits limits = parts.settings().limits();
        return unanswered.size() < limits.pending() && channels.size() < 2 * limits.links() && unanswered.add(gate);
    }

    void answered(InboundGate gate) {
        unanswered.remove(gate);
    }

    TunnelSettings settings() {
        return parts.settings();
    }

    PodRegistry registry() {
        return parts.registry();
    }

    TunnelCounters counters() {
        return parts.counters();
    }

    Refusals refusals() {
        return refusals;
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
