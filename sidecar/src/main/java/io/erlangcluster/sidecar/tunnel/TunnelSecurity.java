package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.ChannelPipeline;

/** What stands between the socket and the preface on the way from pod to pod. */
public interface TunnelSecurity {

    /** Nothing: bytes go over the pod network as they are. */
    TunnelSecurity PLAIN = new TunnelSecurity() {
        @Override
        public void secureInbound(ChannelPipeline pipeline) {}

        @Override
        public void secureOutbound(ChannelPipeline pipeline, ClusterNode peer) {}
    };

    /** Called on the empty pipeline of an accepted peer. */
    void secureInbound(ChannelPipeline pipeline);

    /** Called on the empty pipeline of a connection to {@code peer}'s pod. */
    void secureOutbound(ChannelPipeline pipeline, ClusterNode peer);
}
