package io.erlangcluster.sidecar.dist;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.timeout.IdleState;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** A connection after its handshake: frames of a 32 bit length, ticks, and the few control messages that we use. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write or close ends in channelInactive
final class DistChannel extends SimpleChannelInboundHandler<ByteBuf> {

    /** What comes in besides ticks. */
    interface Inbox {
        /** A process of the node sent {@code message} to our process {@code to}. */
        void sent(Term.Pid to, Term message);

        /** The process that {@code ref} monitors ended. */
        void down(Term.Ref ref, Term reason);

        /** Nothing came for {@value #SILENCE_SECONDS} s, not even a tick. */
        void silent();

        /** The connection ended. */
        void closed();
    }

    private static final Logger LOG = Logger.getLogger(DistChannel.class);
    private static final int MAX_FRAME = 1 << 20;
    private static final int PASS_THROUGH = 112;
    private static final int TICK_SECONDS = 15;
    private static final int SILENCE_SECONDS = 60;

    // Operations of control messages (erts/emulator/beam/dist.h).
    private static final int SEND = 2;
    private static final int REG_SEND = 6;
    private static final int MONITOR_P = 19;
    private static final int MONITOR_P_EXIT = 21;

    private final Channel channel;
    private final Inbox inbox;
    private long lastWrite = System.nanoTime();

    DistChannel(Channel channel, Inbox inbox) {
        this.channel = channel;
        this.inbox = inbox;
    }

    /** Takes the pipeline from {@code handshake}; what came behind its last message is read as frames. */
    void takeOver(ChannelHandlerContext ctx, HandshakeHandler<?> handshake) {
        ctx.pipeline()
                .addBefore(ctx.name(), "idle", new IdleStateHandler(SILENCE_SECONDS, TICK_SECONDS, 0))
                .replace(handshake, "dist", this);
        channel.pipeline()
                .replace(HandshakeHandler.CODEC, "frames", new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, 4, 0, 4));
    }

    /** Sends {@code message} to the process registered in the node under {@code to}. */
    void send(Term.Pid from, String to, Term message) {
        ByteBuf frame = frame(Term.tuple(Term.integer(REG_SEND), from, Term.atom(""), Term.atom(to)));
        TermEncoder.encode(message, frame);
        write(frame);
    }

    /** Has the node tell when {@code process} ends; at once if it is gone. */
    void monitor(Term.Pid from, Term.Pid process, Term.Ref ref) {
        write(frame(Term.tuple(Term.integer(MONITOR_P), from, process, ref)));
    }

    private ByteBuf frame(Term control) {
        ByteBuf frame = channel.alloc().buffer().writeInt(0).writeByte(PASS_THROUGH);
        TermEncoder.encode(control, frame);
        return frame;
    }

    private void write(ByteBuf frame) {
        lastWrite = System.nanoTime();
        channel.writeAndFlush(frame.setInt(0, frame.readableBytes() - 4), channel.voidPromise());
    }

    private void tick() {
        write(channel.alloc().buffer(4).writeInt(0));
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf frame) throws MalformedTermException {
        // A node ticks four times per net_ticktime, but only while it has nothing else to send: answering whatever
        // comes
        // keeps up with any net_ticktime without knowing it.
        boolean quiet = System.nanoTime() - lastWrite > TimeUnit.SECONDS.toNanos(1);
        if (!frame.isReadable() || quiet) {
            tick();
        }
        if (!frame.isReadable()) {
            return;
        }
        int type = frame.readUnsignedByte();
        if (type != PASS_THROUGH) {
            throw new MalformedTermException("frame type " + type);
        }
        if (TermDecoder.decode(frame) instanceof Term.Tuple control
                && !control.elements().isEmpty()) {
            take(control.elements(), frame);
        }
    }

    private void take(List<Term> control, ByteBuf payload) throws MalformedTermException {
        if (!(control.getFirst() instanceof Term.Int(BigInteger operation))) {
            return;
        }
        switch (operation.intValue()) {
            case SEND -> {
                if (control.size() == 3 && control.get(2) instanceof Term.Pid to) {
                    inbox.sent(to, TermDecoder.decode(payload));
                }
            }
            case MONITOR_P_EXIT -> {
                if (control.size() == 5 && control.get(3) instanceof Term.Ref ref) {
                    inbox.down(ref, control.get(4));
                }
            }
            default -> {
                // Links, exits, messages to names: nobody is here whom they could concern.
            }
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof IdleStateEvent idle) {
            if (idle.state() == IdleState.WRITER_IDLE) {
                tick();
            } else {
                inbox.silent();
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        inbox.closed();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        LOG.warnf("dist connection closed peer=%s cause=\"%s\"", channel.remoteAddress(), cause);
        ctx.close();
    }
}
