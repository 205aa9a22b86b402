package io.erlangcluster.sidecar.epmd;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/**
 * How the server listens and what it allows.
 *
 * @param port TCP port, 0 to 65535; 0 takes any free one
 * @param addresses where to listen; empty means everywhere, IPv4 and IPv6
 * @param listen whom it serves
 * @param packetTimeout how long a connection may pause within its request; see {@link #pauseLimit()} and
 *     {@link #requestLimit()}
 * @param lookUpTimeout how long a look-up of a remote node may take
 * @param maxConnections how many connections that hold no registration may be open at once, 1 or more
 * @param commands what somebody on this machine may do to the server itself
 * @param delays how much slower than it could it serves
 */
public record EpmdSettings(
        int port,
        List<InetAddress> addresses,
        Listen listen,
        Duration packetTimeout,
        Duration lookUpTimeout,
        int maxConnections,
        Commands commands,
        Delays delays) {

    /** Whom the server serves. */
    public enum Listen {
        /** Only peers in this network namespace. */
        POD,
        /** Look-ups and names from anywhere, everything else only from this network namespace: what the C epmd does. */
        NETWORK
    }

    /** Which of KILL and STOP are obeyed. */
    public enum Commands {
        /** None: the pod's EPMD ends with the pod, and nobody in it may take it, or a registration, from the others. */
        NONE,
        /** KILL while no node is registered: the C epmd. */
        GUARDED,
        /** KILL and STOP at any time: the C epmd with -relaxed_command_check. */
        RELAXED
    }

    /**
     * Pauses that make a server look busy to those who test their clients.
     *
     * @param accept before a new connection is read from
     * @param write before each answer
     */
    public record Delays(Duration accept, Duration write) {
        /** As fast as it can. */
        public static final Delays NONE = new Delays(Duration.ZERO, Duration.ZERO);

        boolean none() {
            return accept.isZero() && write.isZero();
        }
    }

    /** Port 4369 on all addresses for the pod alone, the C epmd's 60 seconds, 4096 connections. */
    public static final EpmdSettings STANDARD =
            new EpmdSettings(4369, List.of(), Listen.POD, Duration.ofSeconds(60), Duration.ofSeconds(5), 4096);

    public EpmdSettings {
        addresses = List.copyOf(addresses);
        if (port < 0 || port > 0xFFFF) {
            throw new IllegalArgumentException("port " + port + " is not in 0..65535");
        }
        if (!packetTimeout.isPositive() || !lookUpTimeout.isPositive() || maxConnections < 1) {
            throw new IllegalArgumentException("timeouts and maxConnections must be positive: packetTimeout="
                    + packetTimeout + " lookUpTimeout=" + lookUpTimeout + " maxConnections=" + maxConnections);
        }
    }

    /** Without commands and delays: a pod's EPMD. */
    public EpmdSettings(
            int port,
            List<InetAddress> addresses,
            Listen listen,
            Duration packetTimeout,
            Duration lookUpTimeout,
            int maxConnections) {
        this(port, addresses, listen, packetTimeout, lookUpTimeout, maxConnections, Commands.NONE, Delays.NONE);
    }

    /** When a pause within a request is too long: the C epmd counts whole seconds and closes one later. */
    public Duration pauseLimit() {
        return packetTimeout.plusSeconds(1);
    }

    /**
     * How long a request may take in all, and its answer again: the C epmd looks at the clock every one to five
     * seconds, and closes that much later.
     */
    public Duration requestLimit() {
        return packetTimeout.plusSeconds(4).plus(delays.accept()).plus(delays.write());
    }

    /** These settings with another {@code port}. */
    public EpmdSettings withPort(int newPort) {
        return new EpmdSettings(
                newPort, addresses, listen, packetTimeout, lookUpTimeout, maxConnections, commands, delays);
    }

    /** These settings listening only on {@code newAddresses}. */
    public EpmdSettings withAddresses(InetAddress... newAddresses) {
        return new EpmdSettings(
                port, List.of(newAddresses), listen, packetTimeout, lookUpTimeout, maxConnections, commands, delays);
    }

    /** These settings serving others. */
    public EpmdSettings withListen(Listen newListen) {
        return new EpmdSettings(
                port, addresses, newListen, packetTimeout, lookUpTimeout, maxConnections, commands, delays);
    }
}
