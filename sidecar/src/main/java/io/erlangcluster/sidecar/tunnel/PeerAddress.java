package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.ClusterNode;
import io.netty.channel.Channel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Optional;

/** Pod addresses, from the registry and from sockets. */
final class PeerAddress {

    private PeerAddress() {}

    /** The address of {@code node}'s pod; empty while unknown. */
    static Optional<InetAddress> of(ClusterNode node) {
        return Optional.ofNullable(NetUtil.createInetAddressFromIpAddressString(node.podIp()));
    }

    /** True if the other end of {@code channel} has {@code node}'s pod address; IPv6 scopes are not looked at. */
    static boolean matches(ClusterNode node, Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress remote
                && of(node).filter(ip -> Arrays.equals(
                                ip.getAddress(), remote.getAddress().getAddress()))
                        .isPresent();
    }
}
