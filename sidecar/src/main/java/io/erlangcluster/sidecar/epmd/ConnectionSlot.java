package io.erlangcluster.sidecar.epmd;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jboss.logging.Logger;

/** Takes one of the server's places for connections without a registration; without a place a connection is closed. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for a close
final class ConnectionSlot extends ChannelInboundHandlerAdapter {

    /** The places of one server, counted on its event loop. */
    static final class Places {
        private static final Logger LOG = Logger.getLogger(Places.class);

        private final int max;
        private int taken;
        private boolean exhausted;

        Places(int max) {
            this.max = max;
        }

        private boolean take() {
            if (taken < max) {
                taken++;
                return true;
            }
            if (!exhausted) {
                exhausted = true;
                LOG.warnf(
                        "EPMD refuses new connections until some end, look for a client that never closes open=%d",
                        max);
            }
            return false;
        }

        private void giveBack() {
            taken--;
            // One line per flood, not one per connection at its edge.
            exhausted &= taken > max / 2;
        }
    }

    private final Places places;
    private boolean held;

    ConnectionSlot(Places places) {
        this.places = places;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        held = places.take();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (held) {
            ctx.fireChannelActive();
        } else {
            ctx.close();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        ctx.fireUserEventTriggered(event);
        if (event instanceof Registration) {
            ctx.pipeline().remove(this);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (held) {
            held = false;
            places.giveBack();
        }
    }
}
