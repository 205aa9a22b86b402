package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Optional;
import org.jboss.logging.Logger;

/** The name a connection holds: taken when a registration over it is accepted, given back when it ends. */
final class NameHolder extends ChannelInboundHandlerAdapter {

    private static final Logger LOG = Logger.getLogger(NameHolder.class);

    private final Registrations registrations;
    private final Holders holders;
    private Optional<Registration> held = Optional.empty();

    NameHolder(Registrations registrations, Holders holders) {
        this.registrations = registrations;
        this.holders = holders;
    }

    /** What this connection registered, if it did. */
    Optional<Registration> held() {
        return held;
    }

    /** Registers {@code wished} over the connection of {@code ctx}, which holds no name yet; empty if it may not. */
    Optional<Registration> register(ChannelHandlerContext ctx, Registration wished) {
        held = registrations.register(wished);
        held.ifPresentOrElse(
                registration -> {
                    holders.hold(registration.name(), ctx.channel());
                    ctx.pipeline().fireUserEventTriggered(registration);
                    LOG.infof(
                            "node registered alive=%s port=%d creation=%d",
                            NodePort.printable(registration.name()), registration.port(), registration.creation());
                },
                () -> LOG.warnf(
                        "registration refused, a live node has this name: give one of them another alive=%s port=%d",
                        NodePort.printable(wished.name()), wished.port()));
        return held;
    }

    /** Replaces what is held by {@code more}, which is the same node with another transport. */
    void extend(Registration more) {
        held = Optional.of(more);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == Holders.Event.NAME_LOST) {
            held = Optional.empty();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        held.ifPresent(registration -> {
            held = Optional.empty();
            holders.release(registration.name(), ctx.channel());
            registrations.unregister(registration);
            LOG.infof(
                    "node unregistered alive=%s port=%d", NodePort.printable(registration.name()), registration.port());
        });
        ctx.fireChannelInactive();
    }
}
