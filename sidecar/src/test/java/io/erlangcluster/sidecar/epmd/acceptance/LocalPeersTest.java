package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.hex;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.util.Comparator;

@Chapter(number = 8, title = "Who may ask")
class LocalPeersTest extends BothServers {

    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final InetAddress LOOPBACK_6 = InetAddress.ofLiteral("::1");

    LocalPeersTest() {
        super("-relaxed_command_check");
    }

    @Equal
    void everyPeerIn127IsLocal() throws Exception {
        for (String peer : new String[] {"127.0.0.1", "127.0.0.2", "127.9.8.7"}) {
            assertLocal(InetAddress.ofLiteral(peer), LOOPBACK);
            assertLocal(InetAddress.ofLiteral(peer), InetAddress.ofLiteral("127.0.1.2"));
        }
    }

    @Equal
    void theIpv6LoopbackIsLocal() throws Exception {
        assertLocal(LOOPBACK_6, LOOPBACK_6);
    }

    @Equal
    void aPeerAtTheAddressItAsksIsLocal() throws Exception {
        InetAddress own = address(Inet4Address.class);
        assertLocal(own, own);
    }

    @Equal
    void anyOtherPeerMayOnlyLookUpAndListNames() throws Exception {
        // To the server it looks as one from another machine does: neither the loopback nor its own address.
        assertForeign(address(Inet4Address.class), LOOPBACK);
    }

    private void assertLocal(InetAddress peer, InetAddress server) throws Exception {
        try (Connection node = connect(peer, server)) {
            assertThat(node.send(alive2("foo")).read(6)).startsWith('v', 0);
            assertThat(ask(peer, server, Request.DUMP)).hasSizeGreaterThan(4);
            assertThat(ask(peer, server, Request.stop("bar"))).startsWith('N', 'O');
        }
        epmd.awaitUnknown("foo");
    }

    private void assertForeign(InetAddress peer, InetAddress server) throws Exception {
        try (Connection node = epmd.register("foo")) {
            assertThat(ask(peer, server, portPlease2("foo"))).startsWith(hex("77 00 04d2"));
            assertThat(ask(peer, server, portPlease2("bar"))).isEqualTo(hex("77 01"));
            assertThat(ask(peer, server, Request.NAMES)).hasSizeGreaterThan(4);

            assertThat(ask(peer, server, alive2("bar"))).isEmpty();
            assertThat(ask(peer, server, Request.DUMP)).isEmpty();
            assertThat(ask(peer, server, Request.KILL)).isEmpty();
            assertThat(ask(peer, server, Request.stop("foo"))).isEmpty();
            epmd.awaitUnknown("bar");
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    private byte[] ask(InetAddress peer, InetAddress server, byte[] request) throws Exception {
        try (Connection client = connect(peer, server)) {
            return client.send(request).readToEnd();
        }
    }

    private Connection connect(InetAddress peer, InetAddress server) throws Exception {
        return Connection.from(peer, new InetSocketAddress(server, epmd.port()));
    }

    /** An address of this machine that is not its loopback. */
    static InetAddress address(Class<? extends InetAddress> family) throws Exception {
        // The first interface is the one that stays.
        return NetworkInterface.networkInterfaces()
                .sorted(Comparator.comparingInt(NetworkInterface::getIndex))
                .flatMap(NetworkInterface::inetAddresses)
                .filter(family::isInstance)
                .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress())
                .findFirst()
                .orElseThrow(() -> new AssertionError("needs an address beside the loopback: ip address add"));
    }
}
