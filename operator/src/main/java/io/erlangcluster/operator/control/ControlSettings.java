package io.erlangcluster.operator.control;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Address and limits of the control stream. */
@ConfigMapping(prefix = "erlangcluster.control")
public interface ControlSettings {

    @WithDefault("0.0.0.0")
    String host();

    /** Next to EPMD's 4369 and the tunnel's 4370; 0 takes any free port. */
    @WithDefault("4371")
    int port();

    /**
     * How long a connection may take from its accept to its Hello, TLS handshake included, however it spends that time.
     */
    @WithDefault("10s")
    Duration helloTimeout();

    /** A stream on which nothing is heard for so long is dead: sidecars ping every 15 s. */
    @WithDefault("60s")
    Duration silence();

    /** Bytes of one message. A Hello with the links of a thousand nodes is some 40 KB. */
    @WithDefault("262144")
    int messageLimit();

    /** Messages that one sidecar may send at once: in a large mesh that forms, one for every link. */
    @WithDefault("2000")
    int burst();

    /** How soon after the burst one more message is accepted; a stream that sends faster is closed. */
    @WithDefault("10ms")
    Duration refill();

    /**
     * Connections that may be open without having proven who they are, or before their first snapshot is on its way;
     * one more waits until it is accepted.
     */
    @WithDefault("500")
    int strangers();

    /** Messages that may wait for one slow sidecar; one more closes its stream, and it starts anew. */
    @WithDefault("256")
    int outboxLimit();
}
