package io.erlangcluster.sidecar.control;

import java.net.URI;
import java.time.Duration;

/**
 * Whom the sidecar speaks for, and to which operator.
 *
 * @param operator {@code wss://host:port}, or {@code ws://} in tests; the stream's path is appended
 * @param namespace of the pod
 * @param pod name of the pod
 * @param podUid tells two pods of one name apart
 * @param cluster name of the ErlangCluster
 * @param tunnelPort where this pod accepts peers
 * @param timing limits
 */
public record ControlSettings(
        URI operator, String namespace, String pod, String podUid, String cluster, int tunnelPort, Timing timing) {

    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;

    public ControlSettings {
        boolean webSocket = "wss".equals(operator.getScheme()) || "ws".equals(operator.getScheme());
        if (!webSocket || operator.getHost() == null) {
            throw new IllegalArgumentException("not wss://host:port: " + operator);
        }
    }

    /**
     * Times of the stream.
     *
     * @param connect for the TCP connection
     * @param handshake for TLS and WebSocket together, from the TCP connection on: an operator that has started again
     *     serves thousands one after the other, and who gives up goes to the end of its queue
     * @param ping between two pings
     * @param silence without a frame of the operator until the stream counts as dead
     * @param retryFirst longest pause before the first retry
     * @param retryMost longest pause before any retry
     * @param retryRefused pause after the operator refused this pod
     */
    public record Timing(
            Duration connect,
            Duration handshake,
            Duration ping,
            Duration silence,
            Duration retryFirst,
            Duration retryMost,
            Duration retryRefused) {

        public static final Timing DEFAULT = new Timing(
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(45),
                Duration.ofMillis(100),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30));
    }

    URI stream() {
        String base = operator.toString();
        return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + "/v1/stream");
    }

    int port() {
        int standard = "wss".equals(operator.getScheme()) ? WSS_PORT : WS_PORT;
        return operator.getPort() < 0 ? standard : operator.getPort();
    }
}
