package io.erlangcluster.operator.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Limits of the control stream. */
@ConfigMapping(prefix = "erlangcluster.control")
public interface ControlSettings {

    /** How long a new stream may stay silent before its Hello. */
    @WithDefault("10s")
    Duration helloTimeout();

    /** Messages that one sidecar may send at once: in a large mesh that forms, one for every link. */
    @WithDefault("2000")
    int burst();

    /** How soon after the burst one more message is accepted; a stream that sends faster is closed. */
    @WithDefault("10ms")
    Duration refill();

    /** Streams that may be open without having said Hello; one more is closed at once. */
    @WithDefault("2000")
    int strangers();

    /** Messages that may wait for one slow sidecar; one more closes its stream, and it starts anew. */
    @WithDefault("256")
    int outboxLimit();
}
