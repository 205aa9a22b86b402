package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Alive3Response;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;

/**
 * ALIVE3 on one connection: the first registers a name, further ones add transports to it. Only the connection that
 * holds the name may; in the pull request any process could add a transport to a foreign name.
 */
final class TransportRegistration {

    private static final int FIRST_WIDE_VERSION = 6;
    private static final int REFUSED_CREATION = 99;

    private final Registrations registrations;
    private final NameHolder holder;

    TransportRegistration(Registrations registrations, NameHolder holder) {
        this.registrations = registrations;
        this.holder = holder;
    }

    Alive3Response register(ChannelHandlerContext ctx, Alive3 alive) {
        return holder.held()
                .map(held -> extend(held, alive))
                .orElseGet(() -> holder.register(ctx, Registration.wished(alive)))
                .map(registration ->
                        accepted(registration.creation(), alive.node().highVersion()))
                .orElseGet(() -> refused(alive.node().highVersion()));
    }

    private Optional<Registration> extend(Registration held, Alive3 alive) {
        if (!held.name().equals(alive.node().name())) {
            return Optional.empty();
        }
        Optional<Registration> extended = registrations.add(
                held, new Transport(alive.protocol(), alive.node().port()));
        extended.ifPresent(holder::extend);
        return extended;
    }

    /** With the 32 bits of the version 6 handshake, or the two of the pull request, which is older. */
    private static Alive3Response accepted(long creation, int highVersion) {
        boolean wide = highVersion >= FIRST_WIDE_VERSION;
        return new Alive3Response(wide, true, wide ? creation : creation % 3 + 1);
    }

    static Alive3Response refused(int highVersion) {
        return new Alive3Response(highVersion >= FIRST_WIDE_VERSION, false, REFUSED_CREATION);
    }
}
