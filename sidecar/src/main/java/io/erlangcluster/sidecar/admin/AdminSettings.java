package io.erlangcluster.sidecar.admin;

import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Where the pages are, and their bounds.
 *
 * @param listen port 0 takes any free one
 * @param connections at a time; the oldest makes room for the newest
 * @param stay time of a connection in all: request, answer, end
 */
public record AdminSettings(InetSocketAddress listen, int connections, Duration stay) {

    /** Next to EPMD's 4369, the tunnel's 4370 and the operator's 4371. */
    public static final int PORT = 4372;

    /** The usual bounds: 64 connections of at most 5 s. */
    public static AdminSettings at(InetSocketAddress listen) {
        return new AdminSettings(listen, 64, Duration.ofSeconds(5));
    }
}
