package io.erlangcluster.bench.epmd;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The three requests as a node writes them (erl_dist_protocol, docs/epmd-protocol.md), without a codec in the way. */
final class Wire {

    private static final int LISTEN_PORT = 4711;

    private Wire() {}

    /** ALIVE2_REQ of a visible node that speaks versions 6 to 5. */
    static byte[] alive2(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(15 + bytes.length)
                .putShort((short) (13 + bytes.length))
                .put((byte) 120)
                .putShort((short) LISTEN_PORT)
                .put((byte) 77)
                .put((byte) 0)
                .putShort((short) 6)
                .putShort((short) 5)
                .putShort((short) bytes.length)
                .put(bytes)
                .putShort((short) 0)
                .array();
    }

    /** Whether ALIVE2_X_RESP says that the name is ours now. */
    static boolean registered(DataInputStream in) throws IOException {
        byte[] answer = in.readNBytes(6);
        return answer.length == 6 && answer[0] == 118 && answer[1] == 0;
    }

    /** PORT_PLEASE2_REQ. */
    static byte[] portPlease2(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 + bytes.length)
                .putShort((short) (1 + bytes.length))
                .put((byte) 122)
                .put(bytes)
                .array();
    }

    /** Asks over a connection of its own, as a node does; whether the port came back before the end of file. */
    static boolean lookUp(Socket socket, byte[] request) throws IOException {
        socket.getOutputStream().write(request);
        byte[] answer = socket.getInputStream().readAllBytes();
        return answer.length > 4
                && answer[0] == 119
                && answer[1] == 0
                && ByteBuffer.wrap(answer).getShort(2) != 0;
    }

    /** PORT_PLEASE3_REQ for any protocol. */
    static byte[] portPlease3(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + bytes.length)
                .putShort((short) (6 + bytes.length))
                .put((byte) 90)
                .put((byte) 0)
                .put((byte) 0)
                .putShort((short) 0)
                .put((byte) bytes.length)
                .put(bytes)
                .array();
    }

    /** Reads one length-prefixed PORT2_RESP; whether it says "found". */
    static boolean found(DataInputStream in) throws IOException {
        byte[] answer = in.readNBytes(in.readUnsignedShort());
        return answer.length > 2 && answer[0] == 119 && answer[1] == 0;
    }
}
