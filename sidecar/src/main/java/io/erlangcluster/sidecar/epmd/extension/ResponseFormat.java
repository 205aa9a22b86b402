package io.erlangcluster.sidecar.epmd.extension;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.erlangcluster.sidecar.epmd.AliveName;
import io.erlangcluster.sidecar.epmd.Extra;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Dump3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Kill3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Stop3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Alive3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Found;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Gone;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Kill3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.ListPiece;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Ports;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reachable;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reason;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Refused;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Stop3Response;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Up;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.UpToDate;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.WatchStarted;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Welcome;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The bytes of a response, big endian; on the wire with their number, 16 bits, before them. What pull request 121
 * specified has no tag or shares one, so a reader must know what it asked.
 */
public final class ResponseFormat {

    private static final int ALIVE2_X_RESP = 118;
    private static final int PORT2_RESP = 119;
    private static final int ALIVE2_RESP = 121;

    private ResponseFormat() {}

    /** Writes {@code response} without its length. */
    public static void encode(ExtensionResponse response, ByteBuf out) {
        switch (response) {
            case Alive3Response alive -> alive3(alive, out);
            case Ports(var node) ->
                node.ifPresentOrElse(
                        found -> ports(found, out),
                        () -> out.writeByte(PORT2_RESP).writeByte(1));
            case ListPiece(boolean more, var port, var lines) -> {
                out.writeBoolean(more);
                port.ifPresent(out::writeInt);
                ByteBufUtil.writeUtf8(out, lines);
            }
            case Kill3Response(boolean killed) -> ByteBufUtil.writeAscii(out, killed ? "OK" : "NO");
            case Stop3Response(boolean stopped) -> ByteBufUtil.writeAscii(out, stopped ? "STOPPED" : "NOEXIST");
            case Welcome(int version, var tags) -> {
                out.writeByte('V').writeByte(version);
                WireText.writeShort(tags, out);
            }
            case Found(boolean more, var nodes) -> {
                out.writeByte('F').writeBoolean(more).writeShort(nodes.size());
                nodes.forEach(node -> NodeEntryFormat.encode(node, out));
            }
            case WatchStarted(boolean snapshot, var position) ->
                out.writeByte('W')
                        .writeByte(snapshot ? 0 : 1)
                        .writeLong(position.epoch())
                        .writeLong(position.version());
            case Up(long version, var node) ->
                NodeEntryFormat.encode(node, out.writeByte('U').writeLong(version));
            case Gone(long version, var name) ->
                WireText.writeLong(name, out.writeByte('G').writeLong(version));
            case UpToDate(long version) -> out.writeByte('B').writeLong(version);
            case Refused(var reason, var message) ->
                WireText.writeLong(message, out.writeByte('E').writeByte(reason.code()));
        }
    }

    private static void alive3(Alive3Response alive, ByteBuf out) {
        out.writeByte(alive.wide() ? ALIVE2_X_RESP : ALIVE2_RESP).writeByte(alive.accepted() ? 0 : 1);
        if (alive.wide()) {
            out.writeInt((int) alive.creation());
        } else {
            out.writeShort((int) alive.creation());
        }
    }

    private static void ports(Reachable node, ByteBuf out) {
        out.writeByte(PORT2_RESP).writeByte(0).writeShort(0);
        out.writeByte(node.transports().size());
        int start = out.writerIndex();
        out.writeShort(0);
        NodeEntryFormat.transports(node.transports(), out);
        out.setShort(start, out.writerIndex() - start - Short.BYTES);
        out.writeByte(node.nodeType()).writeShort(node.highVersion()).writeShort(node.lowVersion());
        WireText.writeLong(node.name(), out);
        node.extra().writeTo(out.writeShort(node.extra().length()));
    }

    /**
     * Reads the next response to {@code asked}, given without its length.
     *
     * @param first true for the first response to that request
     * @throws CorruptedFrameException if it is none
     */
    public static ExtensionResponse decode(ExtensionRequest asked, boolean first, byte[] frame) {
        ByteBuf in = Unpooled.wrappedBuffer(frame);
        try {
            return switch (asked) {
                case Alive3 _ -> alive3(in);
                case PortPlease3 _ -> ports(in);
                case Names3 _, Dump3 _ ->
                    new ListPiece(
                            in.readBoolean(),
                            first ? OptionalInt.of(in.readInt()) : OptionalInt.empty(),
                            WireText.read(in));
                case Kill3 _ -> new Kill3Response(is("OK", in));
                case Stop3 _ -> new Stop3Response(is("STOPPED", in));
                default -> tagged(in);
            };
        } catch (IndexOutOfBoundsException | IllegalArgumentException malformed) {
            throw new CorruptedFrameException("response does not add up", malformed);
        }
    }

    private static Alive3Response alive3(ByteBuf in) {
        boolean wide = in.readUnsignedByte() == ALIVE2_X_RESP;
        boolean accepted = in.readUnsignedByte() == 0;
        return new Alive3Response(wide, accepted, wide ? in.readUnsignedInt() : in.readUnsignedShort());
    }

    private static Ports ports(ByteBuf in) {
        in.skipBytes(1);
        if (in.readUnsignedByte() != 0) {
            return new Ports(Optional.empty());
        }
        in.skipBytes(Short.BYTES);
        int count = in.readUnsignedByte();
        ByteBuf entries = in.readSlice(in.readUnsignedShort());
        List<Transport> transports = NodeEntryFormat.transports(count, entries);
        int nodeType = in.readUnsignedByte();
        int highVersion = in.readUnsignedShort();
        int lowVersion = in.readUnsignedShort();
        String name = AliveName.decodeWanted(in.readSlice(in.readUnsignedShort()));
        Extra extra = Extra.of(ByteBufUtil.getBytes(in.readSlice(in.readUnsignedShort())));
        return new Ports(Optional.of(new Reachable(name, transports, nodeType, highVersion, lowVersion, extra)));
    }

    private static boolean is(String word, ByteBuf in) {
        return in.toString(US_ASCII).equals(word);
    }

    private static ExtensionResponse tagged(ByteBuf in) {
        char tag = (char) in.readUnsignedByte();
        return switch (tag) {
            case 'V' -> new Welcome(in.readUnsignedByte(), WireText.read(in.readSlice(in.readUnsignedByte())));
            case 'F' -> found(in);
            case 'W' -> new WatchStarted(in.readByte() == 0, new Position(in.readLong(), in.readLong()));
            case 'U' -> new Up(in.readLong(), NodeEntryFormat.decode(in));
            case 'G' -> new Gone(in.readLong(), AliveName.decodeWanted(in.readSlice(in.readUnsignedShort())));
            case 'B' -> new UpToDate(in.readLong());
            case 'E' -> {
                Reason reason = Reason.of(in.readUnsignedByte());
                yield new Refused(reason, WireText.read(in.readSlice(in.readUnsignedShort())));
            }
            default -> throw new CorruptedFrameException("unknown tag " + (int) tag);
        };
    }

    private static Found found(ByteBuf in) {
        boolean more = in.readBoolean();
        List<NodeEntry> nodes = new ArrayList<>();
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            nodes.add(NodeEntryFormat.decode(in));
        }
        return new Found(more, nodes);
    }
}
