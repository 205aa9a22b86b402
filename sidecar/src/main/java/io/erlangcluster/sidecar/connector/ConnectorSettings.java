package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.registry.CookieRing;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the connector works.
 *
 * @param cookies that the VM may have
 * @param podAddress tried when a VM does not listen on loopback
 * @param localRetry least and most delay between attempts to reach a VM of this pod
 * @param peerRetry least and most delay between dials of one peer
 * @param politePause how long the node with the greater name waits for the other one to dial
 * @param parallelDials dials at once per VM, 1 or more
 */
public record ConnectorSettings(
        CookieRing cookies,
        Optional<InetAddress> podAddress,
        Retry localRetry,
        Retry peerRetry,
        Duration politePause,
        int parallelDials) {

    /** Bounds of a back-off. */
    public record Retry(Duration least, Duration most) {
        Backoff backoff() {
            return new Backoff(least, most);
        }
    }

    static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(8);

    /** Longer than net_setuptime (7 s) and a slow name server (8 s) together, for connect_node waits for both. */
    static final Duration CALL_TIMEOUT = Duration.ofSeconds(20);

    /** What suits a pod. */
    public static ConnectorSettings of(CookieRing cookies, Optional<InetAddress> podAddress) {
        return new ConnectorSettings(
                cookies,
                podAddress,
                new Retry(Duration.ofMillis(50), Duration.ofSeconds(5)),
                new Retry(Duration.ofMillis(500), Duration.ofSeconds(30)),
                Duration.ofSeconds(1),
                16);
    }

    /** Where a VM of this pod that listens on {@code port} may be, likeliest first. */
    List<InetSocketAddress> localAddresses(int port) {
        return Stream.concat(Stream.of(InetAddress.getLoopbackAddress()), podAddress.stream())
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }
}
