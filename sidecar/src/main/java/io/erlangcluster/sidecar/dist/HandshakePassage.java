package io.erlangcluster.sidecar.dist;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * One direction of a {@link PassingHandshake}: shows it each whole frame and passes it on; once that direction is over
 * leaves the pipeline, and what came behind follows as it is. A first frame that cannot be of a handshake, say that of
 * a VM with a TLS of its own, ends it at once: nothing is changed then.
 */
public final class HandshakePassage extends ByteToMessageDecoder {

    private final PassingHandshake handshake;
    private final Consumer<ByteBuf> look;
    private final BooleanSupplier over;
    private final Runnable onWrongCookie;
    private boolean begun;

    private HandshakePassage(
            PassingHandshake handshake, Consumer<ByteBuf> look, BooleanSupplier over, Runnable onWrongCookie) {
        this.handshake = handshake;
        this.look = look;
        this.over = over;
        this.onWrongCookie = onWrongCookie;
    }

    /** For the VM's channel; if the VM lacks its pod's cookie {@code onWrongCookie} is called, then the exception. */
    public static ChannelHandler fromVm(PassingHandshake handshake, Runnable onWrongCookie) {
        return new HandshakePassage(handshake, handshake::fromVm, handshake::isOverForVm, onWrongCookie);
    }

    /** For the peer's channel. */
    public static ChannelHandler fromPeer(PassingHandshake handshake) {
        return new HandshakePassage(handshake, handshake::fromPeer, handshake::isOverForPeer, () -> {});
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (!begun && !mayBegin(in)) {
            if (handshake.isHidden()) {
                throw malformed(in);
            }
            ctx.pipeline().remove(this);
            return;
        }
        if (in.readableBytes() < Short.BYTES) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex());
        if (length == 0 || length > HandshakeCodec.MAX_FRAME) {
            throw malformed(in);
        }
        if (in.readableBytes() < Short.BYTES + length) {
            return;
        }
        begun = true;
        ByteBuf frame = in.readRetainedSlice(Short.BYTES + length);
        try {
            look.accept(frame.slice(frame.readerIndex() + Short.BYTES, length));
        } catch (RuntimeException refused) {
            frame.release();
            in.skipBytes(in.readableBytes());
            throw refused;
        }
        out.add(frame);
        if (over.getAsBoolean()) {
            ctx.pipeline().remove(this);
        }
    }

    /** One byte is enough to tell most of what is no handshake: whoever sends it may wait for an answer. */
    private static boolean mayBegin(ByteBuf in) {
        int most = in.getUnsignedByte(in.readerIndex()) << 8
                | (in.readableBytes() == 1 ? 1 : in.getUnsignedByte(in.readerIndex() + 1));
        return most != 0 && most <= HandshakeCodec.MAX_FRAME;
    }

    private static CorruptedFrameException malformed(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        return new CorruptedFrameException("not a distribution handshake, or a frame of it that is too long");
    }

    /** What came of a frame before the end is passed on too: the other side is to see the same end. */
    @Override
    protected void decodeLast(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.isReadable() && !handshake.isHidden()) {
            out.add(in.readRetainedSlice(in.readableBytes()));
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause.getCause() instanceof PassingHandshake.WrongCookieException) {
            onWrongCookie.run();
        }
        ctx.fireExceptionCaught(cause);
    }
}
