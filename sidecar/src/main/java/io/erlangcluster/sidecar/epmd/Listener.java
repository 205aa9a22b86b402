package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.transport.Transport;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;

/**
 * A socket to listen on. Java opens every IPv6 socket for both families and offers no IPV6_V6ONLY, so "everywhere" is
 * one socket on [::], or, on a machine without IPv6, one on 0.0.0.0.
 *
 * @param insteadOfOthers true if it is only wanted when those before it could not be opened
 */
record Listener(InetAddress address, boolean insteadOfOthers) {

    static List<Listener> of(List<InetAddress> addresses) {
        return addresses.isEmpty()
                ? List.of(
                        new Listener(InetAddress.ofLiteral("::"), false),
                        new Listener(InetAddress.ofLiteral("0.0.0.0"), true))
                : addresses.stream()
                        .map(address -> new Listener(address, false))
                        .toList();
    }

    /** True if a machine may lack it: one without IPv4, or without IPv6. */
    boolean optional() {
        return address.isAnyLocalAddress() || address.isLoopbackAddress();
    }

    ServerChannel open(Transport transport) {
        return transport.newListener(
                address instanceof Inet4Address ? InternetProtocolFamily.IPv4 : InternetProtocolFamily.IPv6);
    }

    @Override
    public String toString() {
        return address.getHostAddress();
    }
}
