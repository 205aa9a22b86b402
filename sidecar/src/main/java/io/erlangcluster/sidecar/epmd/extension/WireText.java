package io.erlangcluster.sidecar.epmd.extension;

import io.erlangcluster.sidecar.epmd.AliveName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.handler.codec.CorruptedFrameException;

/** UTF-8 text with the number of its bytes before it. */
final class WireText {

    private WireText() {}

    /** With a length of 8 bits. */
    static void writeShort(String text, ByteBuf out) {
        out.writeByte(checked(text, 0xFF));
        ByteBufUtil.writeUtf8(out, text);
    }

    /** With a length of 16 bits. */
    static void writeLong(String text, ByteBuf out) {
        out.writeShort(checked(text, 0xFFFF));
        ByteBufUtil.writeUtf8(out, text);
    }

    private static int checked(String text, int max) {
        int length = ByteBufUtil.utf8Bytes(text);
        if (length > max) {
            throw new IllegalArgumentException("text of " + length + " bytes, at most " + max);
        }
        return length;
    }

    static String read(ByteBuf bytes) {
        return AliveName.text(bytes).orElseThrow(() -> new CorruptedFrameException("text is not UTF-8"));
    }
}
