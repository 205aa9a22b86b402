package io.erlangcluster.sidecar.tunnel;

import io.erlangcluster.sidecar.registry.NodeName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.TooLongFrameException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * The first bytes of a tunnel, dialler to acceptor. On the wire: the magic {@code ECT1}, the length of what follows (16
 * bit), then source, target and cluster, each as UTF-8 behind its own length (16 bit). Bytes after the last field are
 * for later releases and skipped.
 *
 * @param source full name of the dialling node
 * @param target alive name of the wanted node
 * @param cluster name of the dialling node's ErlangCluster
 */
public record Preface(NodeName source, String target, String cluster) {

    /** Bytes that a whole preface may have on the wire. */
    static final int MAX_LENGTH = 1024;

    private static final int MAGIC = 'E' << 24 | 'C' << 16 | 'T' << 8 | '1';
    private static final int HEAD_LENGTH = Integer.BYTES + Short.BYTES;

    void writeTo(ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(MAGIC).writeShort(0);
        writeField(out, source.toString());
        writeField(out, target);
        writeField(out, cluster);
        int length = out.writerIndex() - start;
        if (length > MAX_LENGTH) {
            throw new TooLongFrameException("preface of " + length + " bytes, at most " + MAX_LENGTH + " are allowed");
        }
        out.setShort(start + Integer.BYTES, length - HEAD_LENGTH);
    }

    /**
     * Takes a preface off {@code in}; empty, and nothing taken, while it is incomplete.
     *
     * @throws CorruptedFrameException if {@code in} cannot become a preface any more
     */
    static Optional<Preface> readFrom(ByteBuf in) {
        requireMagic(in);
        if (in.readableBytes() < HEAD_LENGTH) {
            return Optional.empty();
        }
        int length = in.getUnsignedShort(in.readerIndex() + Integer.BYTES);
        if (length > MAX_LENGTH - HEAD_LENGTH) {
            throw new CorruptedFrameException("preface too long: " + length);
        }
        if (in.readableBytes() < HEAD_LENGTH + length) {
            return Optional.empty();
        }
        ByteBuf body = in.skipBytes(HEAD_LENGTH).readSlice(length);
        return Optional.of(new Preface(readName(body), readField(body), readField(body)));
    }

    private static void requireMagic(ByteBuf in) {
        int seen = Math.min(Integer.BYTES, in.readableBytes());
        for (int i = 0; i < seen; i++) {
            if (in.getByte(in.readerIndex() + i) != (byte) (MAGIC >>> (24 - 8 * i))) {
                throw new CorruptedFrameException("not a preface");
            }
        }
    }

    private static NodeName readName(ByteBuf body) {
        try {
            return NodeName.parse(readField(body));
        } catch (IllegalArgumentException e) {
            throw new CorruptedFrameException(e.getMessage(), e);
        }
    }

    private static String readField(ByteBuf body) {
        if (body.readableBytes() < Short.BYTES
                || body.readableBytes() - Short.BYTES < body.getUnsignedShort(body.readerIndex())) {
            throw new CorruptedFrameException("preface with a field beyond its end");
        }
        ByteBuf field = body.readSlice(body.readUnsignedShort());
        if (!ByteBufUtil.isText(field, StandardCharsets.UTF_8)) {
            throw new CorruptedFrameException("preface with a field that is not UTF-8");
        }
        return field.toString(StandardCharsets.UTF_8);
    }

    private static void writeField(ByteBuf out, String field) {
        byte[] bytes = field.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
