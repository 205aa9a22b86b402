package io.erlangcluster.sidecar.control;

import io.netty.channel.ChannelPipeline;

/** What stands between the socket and HTTP on the way to the operator. */
@FunctionalInterface
public interface StreamSecurity {

    /** Nothing: {@code ws://}. */
    StreamSecurity PLAIN = pipeline -> {};

    /** Called on the empty pipeline of a connection to the operator. */
    void secure(ChannelPipeline pipeline);
}
