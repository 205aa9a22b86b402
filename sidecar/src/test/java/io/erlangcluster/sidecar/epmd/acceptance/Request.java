package io.erlangcluster.sidecar.epmd.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/** Requests, byte by byte: {@code Length:16 Tag:8 ...}. */
final class Request {

    static final byte[] NAMES = of('n');
    static final byte[] DUMP = of('d');
    static final byte[] KILL = of('k');

    private static final byte[] NOTHING = {};

    private Request() {}

    /** A request of one tag and its body. */
    static byte[] of(int tag, byte... body) {
        return ByteBuffer.allocate(3 + body.length)
                .putShort((short) (1 + body.length))
                .put((byte) tag)
                .put(body)
                .array();
    }

    static byte[] stop(String name) {
        return of('s', name.getBytes(UTF_8));
    }

    static byte[] portPlease2(String name) {
        return of('z', name.getBytes(UTF_8));
    }

    /** A normal node of today at port 1234. */
    static byte[] alive2(String name) {
        return alive2(6, name);
    }

    static byte[] alive2(int highVersion, String name) {
        return alive2(1234, 'M', 0, highVersion, 5, name.getBytes(UTF_8), NOTHING);
    }

    static byte[] alive2(byte[] name) {
        return alive2(name, NOTHING);
    }

    static byte[] alive2(byte[] name, byte[] extra) {
        return alive2(1234, 'M', 0, 6, 5, name, extra);
    }

    static byte[] alive2(int port, int type, int protocol, int high, int low, byte[] name, byte[] extra) {
        return of(
                'x',
                ByteBuffer.allocate(12 + name.length + extra.length)
                        .putShort((short) port)
                        .put((byte) type)
                        .put((byte) protocol)
                        .putShort((short) high)
                        .putShort((short) low)
                        .putShort((short) name.length)
                        .put(name)
                        .putShort((short) extra.length)
                        .put(extra)
                        .array());
    }

    /** Bytes written as hexadecimal digits with blanks anywhere. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }
}
