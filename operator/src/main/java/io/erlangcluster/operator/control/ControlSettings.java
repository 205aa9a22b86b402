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

    /** Messages that may wait for one slow sidecar; one more closes its stream, and it starts anew. */
    @WithDefault("256")
    int outboxLimit();
}
