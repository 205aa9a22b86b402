package io.erlangcluster.sidecar.epmd.extension;

import io.erlangcluster.sidecar.epmd.AliveName;
import io.erlangcluster.sidecar.epmd.Extra;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of a {@link NodeEntry}: {@code Size:16}, its fields, and room for those of later versions. */
final class NodeEntryFormat {

    /**
     * A pod may have more and larger labels than a message holds: the first 255 in their order, if they fit in this.
     */
    static final int MAX_LABEL_BYTES = 32 * 1024;

    private static final int MAX_LABELS = 0xFF;

    private NodeEntryFormat() {}

    static void encode(NodeEntry node, ByteBuf out) {
        int start = out.writerIndex();
        out.writeShort(0);
        out.writeInt((int) node.creation()).writeByte(node.nodeType());
        out.writeShort(node.highVersion()).writeShort(node.lowVersion());
        WireText.writeLong(node.name(), out);
        transports(node.transports(), out.writeByte(node.transports().size()));
        labels(node.labels(), out);
        node.extra().writeTo(out.writeShort(node.extra().length()));
        out.setShort(start, out.writerIndex() - start - Short.BYTES);
    }

    /** Without their number. */
    static void transports(List<Transport> transports, ByteBuf out) {
        for (Transport transport : transports) {
            out.writeShort(transport.port());
            WireText.writeShort(transport.protocol(), out);
        }
    }

    private static void labels(Map<String, String> labels, ByteBuf out) {
        int countIndex = out.writerIndex();
        out.writeByte(0);
        int count = 0;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            int size = ByteBufUtil.utf8Bytes(label.getKey()) + ByteBufUtil.utf8Bytes(label.getValue());
            if (count == MAX_LABELS || out.writerIndex() - countIndex + size > MAX_LABEL_BYTES) {
                break;
            }
            WireText.writeLong(label.getKey(), out);
            WireText.writeShort(label.getValue(), out);
            count++;
        }
        out.setByte(countIndex, count);
    }

    static NodeEntry decode(ByteBuf buffer) {
        ByteBuf in = buffer.readSlice(buffer.readUnsignedShort());
        long creation = in.readUnsignedInt();
        int nodeType = in.readUnsignedByte();
        int highVersion = in.readUnsignedShort();
        int lowVersion = in.readUnsignedShort();
        String name = AliveName.decodeWanted(in.readSlice(in.readUnsignedShort()));
        List<Transport> transports = transports(in.readUnsignedByte(), in);
        Map<String, String> labels = labels(in);
        Extra extra = Extra.of(ByteBufUtil.getBytes(in.readSlice(in.readUnsignedShort())));
        return new NodeEntry(name, creation, nodeType, highVersion, lowVersion, transports, labels, extra);
    }

    static List<Transport> transports(int count, ByteBuf in) {
        List<Transport> transports = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            int port = in.readUnsignedShort();
            transports.add(new Transport(WireText.read(in.readSlice(in.readUnsignedByte())), port));
        }
        return transports;
    }

    private static Map<String, String> labels(ByteBuf in) {
        Map<String, String> labels = new HashMap<>();
        for (int left = in.readUnsignedByte(); left > 0; left--) {
            String key = WireText.read(in.readSlice(in.readUnsignedShort()));
            labels.put(key, WireText.read(in.readSlice(in.readUnsignedByte())));
        }
        return labels;
    }
}
