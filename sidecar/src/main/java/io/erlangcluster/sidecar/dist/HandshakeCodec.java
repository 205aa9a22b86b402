package io.erlangcluster.sidecar.dist;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageCodec;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Handshake messages in their frames of a 16 bit length: the client's side, what we send and what a node answers. */
final class HandshakeCodec extends ByteToMessageCodec<HandshakeMessage> {

    /** A name has at most 255 characters of 4 bytes; nothing else in a handshake is of variable length. */
    static final int MAX_FRAME = 2048;

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < 2) {
            return;
        }
        int length = in.getUnsignedShort(in.readerIndex());
        if (length == 0 || length > MAX_FRAME) {
            in.skipBytes(in.readableBytes());
            throw new CorruptedFrameException("a handshake frame of " + length + " bytes");
        }
        if (in.readableBytes() < 2 + length) {
            return;
        }
        in.skipBytes(2);
        ByteBuf frame = in.readSlice(length);
        try {
            out.add(message(frame));
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptedFrameException("a handshake message ends early", e);
        }
    }

    private static HandshakeMessage message(ByteBuf frame) {
        byte tag = frame.readByte();
        return switch (tag) {
            case 's' -> new HandshakeMessage.Status(text(frame, frame.readableBytes()));
            case 'N' -> {
                long flags = frame.readLong();
                int challenge = frame.readInt();
                int creation = frame.readInt();
                yield new HandshakeMessage.Challenge(
                        flags, challenge, creation, text(frame, frame.readUnsignedShort()));
            }
            case 'a' -> new HandshakeMessage.Ack(digest(frame));
            default -> throw new CorruptedFrameException("handshake tag " + tag);
        };
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, HandshakeMessage message, ByteBuf out) {
        int start = out.writerIndex();
        out.writeShort(0);
        switch (message) {
            case HandshakeMessage.Name name -> {
                out.writeByte('N').writeLong(name.flags()).writeInt(name.creation());
                byte[] utf8 = name.name().getBytes(StandardCharsets.UTF_8);
                out.writeShort(utf8.length).writeBytes(utf8);
            }
            case HandshakeMessage.Status status ->
                out.writeByte('s').writeCharSequence(status.status(), StandardCharsets.UTF_8);
            case HandshakeMessage.Reply reply ->
                out.writeByte('r').writeInt(reply.challenge()).writeBytes(reply.digest());
            case HandshakeMessage.Challenge _, HandshakeMessage.Ack _ ->
                throw new IllegalArgumentException("only a node that is dialled sends " + message);
        }
        out.setShort(start, out.writerIndex() - start - 2);
    }

    private static String text(ByteBuf in, int length) {
        ByteBuf bytes = in.readSlice(length);
        if (!ByteBufUtil.isText(bytes, StandardCharsets.UTF_8)) {
            throw new CorruptedFrameException("text in a handshake that is not UTF-8");
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static byte[] digest(ByteBuf in) {
        byte[] digest = new byte[16];
        in.readBytes(digest);
        return digest;
    }
}
