package io.erlangcluster.sidecar.epmd.extension;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.erlangcluster.selector.LabelSyntax;
import io.erlangcluster.sidecar.epmd.AliveName;
import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.NodePort;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.UnacceptableAlive3;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * ALIVE3_REQ of pull request 121, and after its last field our options: {@code Type:8 Length:16 Value} each. A server
 * that knows only the pull request ignores them, as we ignore types we do not know.
 */
final class Alive3Format {

    /** How many labels a node may register; the whole request bounds their bytes. */
    static final int MAX_LABELS = 64;

    private static final int RESUME_TOKEN = 1;
    private static final int LABEL = 2;

    private Alive3Format() {}

    static void encode(Alive3 alive, ByteBuf out) {
        NodePort node = alive.node();
        out.writeByte('X').writeShort(node.port()).writeByte(node.nodeType());
        WireText.writeShort(alive.protocol(), out);
        out.writeShort(node.highVersion()).writeShort(node.lowVersion());
        WireText.writeLong(node.name(), out);
        out.writeShort(node.extra().length()).writeBytes(node.extra().toBytes());
        alive.token().ifPresent(token -> option(RESUME_TOKEN, Unpooled.wrappedBuffer(token.toBytes()), out));
        new TreeMap<>(alive.labels())
                .forEach((key, value) -> option(LABEL, Unpooled.copiedBuffer(key + "=" + value, UTF_8), out));
    }

    private static void option(int type, ByteBuf value, ByteBuf out) {
        out.writeByte(type).writeShort(value.readableBytes()).writeBytes(value);
        value.release();
    }

    static ExtensionRequest decode(ByteBuf in) {
        int port = in.readUnsignedShort();
        int nodeType = in.readUnsignedByte();
        ByteBuf protocol = in.readSlice(in.readUnsignedByte());
        int highVersion = in.readUnsignedShort();
        int lowVersion = in.readUnsignedShort();
        Optional<String> name = AliveName.decode(in.readSlice(in.readUnsignedShort()));
        byte[] extra = ByteBufUtil.getBytes(in.readSlice(in.readUnsignedShort()));
        try {
            Transport transport = new Transport(WireText.read(protocol), port);
            Options options = Options.decode(in);
            NodePort node = new NodePort(
                    name.orElseThrow(() -> new IllegalArgumentException("not a name")),
                    port,
                    nodeType,
                    0,
                    highVersion,
                    lowVersion,
                    Extra.of(extra));
            return new Alive3(node, transport.protocol(), options.labels, options.token);
        } catch (IllegalArgumentException unacceptable) {
            return new UnacceptableAlive3(highVersion);
        }
    }

    private record Options(Map<String, String> labels, Optional<ResumeToken> token) {

        static Options decode(ByteBuf in) {
            Map<String, String> labels = new HashMap<>();
            Optional<ResumeToken> token = Optional.empty();
            while (in.isReadable()) {
                int type = in.readUnsignedByte();
                ByteBuf value = in.readSlice(in.readUnsignedShort());
                if (type == RESUME_TOKEN) {
                    token = Optional.of(ResumeToken.of(ByteBufUtil.getBytes(value)));
                } else if (type == LABEL) {
                    addLabel(WireText.read(value), labels);
                }
            }
            return new Options(labels, token);
        }

        private static void addLabel(String label, Map<String, String> labels) {
            int equals = label.indexOf('=');
            if (equals < 0) {
                throw new CorruptedFrameException("label without =");
            }
            String key = label.substring(0, equals);
            String value = label.substring(equals + 1);
            if (!LabelSyntax.isKey(key) || !LabelSyntax.isValue(value) || labels.size() == MAX_LABELS) {
                throw new IllegalArgumentException("not a label, or too many");
            }
            labels.put(key, value);
        }
    }
}
