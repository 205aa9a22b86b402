package io.erlangcluster.sidecar.epmd.state;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.erlangcluster.sidecar.epmd.AliveName;
import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.Registration;
import io.erlangcluster.sidecar.epmd.extension.ResumeToken;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import io.netty.buffer.Unpooled;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The bytes of a registration in a state file: {@code Port:16 NodeType:8 Protocol:8 HighVsn:16 LowVsn:16 Creation:32
 * Name Extra TransportCount:16 {Port:16 Protocol}* LabelCount:16 {Key Value}* Token}, where names, texts and the token
 * (empty for none) are {@code Len:16} and so many bytes.
 */
final class RegistrationFormat {

    private RegistrationFormat() {}

    static void write(Registration registration, DataOutputStream out) throws IOException {
        NodePort node = registration.node();
        out.writeShort(node.port());
        out.writeByte(node.nodeType());
        out.writeByte(node.protocol());
        out.writeShort(node.highVersion());
        out.writeShort(node.lowVersion());
        out.writeInt((int) registration.creation());
        writeText(node.name(), out);
        writeBytes(node.extra().toBytes(), out);
        out.writeShort(registration.transports().size());
        for (Transport transport : registration.transports()) {
            out.writeShort(transport.port());
            writeText(transport.protocol(), out);
        }
        out.writeShort(registration.labels().size());
        for (Map.Entry<String, String> label : registration.labels().entrySet()) {
            writeText(label.getKey(), out);
            writeText(label.getValue(), out);
        }
        writeBytes(registration.token().map(ResumeToken::toBytes).orElseGet(() -> new byte[0]), out);
    }

    private static void writeText(String text, DataOutputStream out) throws IOException {
        writeBytes(text.getBytes(UTF_8), out);
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    /** BufferUnderflowException, IllegalArgumentException or CorruptedFrameException if there is none. */
    static Registration read(ByteBuffer in) {
        int port = unsignedShort(in);
        int nodeType = Byte.toUnsignedInt(in.get());
        int protocol = Byte.toUnsignedInt(in.get());
        int highVersion = unsignedShort(in);
        int lowVersion = unsignedShort(in);
        long creation = Integer.toUnsignedLong(in.getInt());
        String name = AliveName.decodeWanted(Unpooled.wrappedBuffer(bytes(in)));
        Extra extra = Extra.of(bytes(in));
        return new Registration(
                new NodePort(name, port, nodeType, protocol, highVersion, lowVersion, extra),
                creation,
                transports(in),
                labels(in),
                Optional.of(bytes(in)).filter(token -> token.length > 0).map(ResumeToken::of));
    }

    private static List<Transport> transports(ByteBuffer in) {
        List<Transport> transports = new ArrayList<>();
        for (int left = unsignedShort(in); left > 0; left--) {
            int port = unsignedShort(in);
            transports.add(new Transport(text(in), port));
        }
        return transports;
    }

    private static Map<String, String> labels(ByteBuffer in) {
        Map<String, String> labels = new HashMap<>();
        for (int left = unsignedShort(in); left > 0; left--) {
            String key = text(in);
            labels.put(key, text(in));
        }
        return labels;
    }

    private static String text(ByteBuffer in) {
        return AliveName.text(Unpooled.wrappedBuffer(bytes(in)))
                .orElseThrow(() -> new IllegalArgumentException("text is not UTF-8"));
    }

    private static byte[] bytes(ByteBuffer in) {
        int length = unsignedShort(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }

    private static int unsignedShort(ByteBuffer in) {
        return Short.toUnsignedInt(in.getShort());
    }
}
