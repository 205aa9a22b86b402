package io.erlangcluster.sidecar.identity;

import java.io.ByteArrayOutputStream;

/** The few values of DER (X.690) that a certification request is made of. */
final class Der {

    private static final int INTEGER = 0x02;
    private static final int BIT_STRING = 0x03;
    private static final int OBJECT_IDENTIFIER = 0x06;
    private static final int SEQUENCE = 0x30;
    private static final int SHORT_FORM = 0x80;

    private Der() {}

    static byte[] sequence(byte[]... values) {
        return value(SEQUENCE, values);
    }

    /** {@code encoded}: the numbers as X.690, 8.19 packs them. */
    static byte[] objectIdentifier(int... encoded) {
        byte[] bytes = new byte[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            bytes[i] = (byte) encoded[i];
        }
        return value(OBJECT_IDENTIFIER, bytes);
    }

    /** {@code number} is at least 0 and below 128. */
    static byte[] integer(int number) {
        return value(INTEGER, new byte[] {(byte) number});
    }

    /** Of whole bytes. */
    static byte[] bitString(byte[] bits) {
        return value(BIT_STRING, new byte[] {0}, bits);
    }

    /** A context-specific, constructed value: {@code [number]}. */
    static byte[] tagged(int number, byte[]... values) {
        return value(0xA0 | number, values);
    }

    private static byte[] value(int tag, byte[]... contents) {
        int length = 0;
        for (byte[] content : contents) {
            length += content.length;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(length + 4);
        out.write(tag);
        writeLength(length, out);
        for (byte[] content : contents) {
            out.writeBytes(content);
        }
        return out.toByteArray();
    }

    private static void writeLength(int length, ByteArrayOutputStream out) {
        if (length < SHORT_FORM) {
            out.write(length);
        } else if (length <= 0xFF) {
            out.write(SHORT_FORM | 1);
            out.write(length);
        } else if (length <= 0xFFFF) {
            out.write(SHORT_FORM | 2);
            out.write(length >>> 8);
            out.write(length);
        } else {
            throw new IllegalArgumentException("longer than a certification request: " + length);
        }
    }
}
