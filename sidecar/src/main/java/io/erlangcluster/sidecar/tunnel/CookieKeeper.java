package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.dist.HandshakePassage;
import io.erlangcluster.sidecar.dist.PassingHandshake;
import io.erlangcluster.sidecar.registry.CookieRing;
import io.netty.channel.Channel;

/**
 * Keeps a cookie a matter of its own pod: where the peer is known for certain the VM's handshake passes through a
 * {@link PassingHandshake}; over plain TCP it passes as it is, and the two VMs compare cookies themselves.
 */
final class CookieKeeper {

    private final CookieRing cookies;

    CookieKeeper(CookieRing cookies) {
        this.cookies = cookies;
    }

    /**
     * To be called before the two channels are joined; {@code onWrongCookie} if the VM lacks its pod's cookie;
     * {@code hidden} for a link with another cluster, which must not merge the two meshes.
     */
    void watch(PassingHandshake.Dialler dialler, boolean hidden, Channel vm, Channel peer, Runnable onWrongCookie) {
        if (TunnelSecurity.tls(peer).isEmpty()) {
            return;
        }
        PassingHandshake handshake = new PassingHandshake(dialler, hidden, cookies::candidates);
        vm.pipeline().addLast(HandshakePassage.fromVm(handshake, onWrongCookie));
        peer.pipeline().addLast(HandshakePassage.fromPeer(handshake));
    }
}
