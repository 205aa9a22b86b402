package io.erlangcluster.sidecar.epmd.extension;

import static io.erlangcluster.sidecar.epmd.extension.WireText.writeLong;
import static io.erlangcluster.sidecar.epmd.extension.WireText.writeShort;

import io.erlangcluster.sidecar.epmd.AliveName;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Dump3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Hello;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Kill3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.LookUp;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Names3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Stop3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.UnacceptableAlive3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Unknown;
import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Watch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The bytes of a request: {@code Tag:8 ...}, big endian; on the wire with their number, 16 bits, before them. */
public final class RequestFormat {

    /** The longest request, without the two bytes of its length: the same as without extensions. */
    public static final int MAX_LENGTH = 3 * 1020 - 3;

    /** How many transports a node may have, and a client ask for. */
    public static final int MAX_TRANSPORTS = 16;

    /** The tags of all requests there are. */
    public static final String TAGS = "XZNDKSVPLW";

    private RequestFormat() {}

    /** {@code request} as it goes over the wire, with its length. */
    public static byte[] frame(ExtensionRequest request) {
        ByteBuf out = Unpooled.buffer();
        out.writeShort(0);
        encode(request, out);
        out.setShort(0, out.readableBytes() - Short.BYTES);
        return ByteBufUtil.getBytes(out);
    }

    /** Writes {@code request} without its length. */
    public static void encode(ExtensionRequest request, ByteBuf out) {
        switch (request) {
            case Alive3 alive -> Alive3Format.encode(alive, out);
            case PortPlease3 please -> portPlease(please, out);
            case Names3() -> out.writeByte('N');
            case Dump3() -> out.writeByte('D');
            case Kill3() -> out.writeByte('K');
            case Stop3(var name) -> ByteBufUtil.writeUtf8(out.writeByte('S'), name);
            case Hello(int low, int high) -> out.writeByte('V').writeByte(low).writeByte(high);
            case LookUp(var filter, long limit) -> {
                out.writeByte(filterTag(filter)).writeInt((int) limit);
                writeLong(filter.text(), out);
            }
            case Watch(var filter, var since) -> {
                Position position = since.orElse(new Position(0, 0));
                out.writeByte('W').writeLong(position.epoch()).writeLong(position.version());
                out.writeByte(filterTag(filter));
                writeLong(filter.text(), out);
            }
            case UnacceptableAlive3 _, Unknown _ -> throw new IllegalArgumentException("nobody sends " + request);
        }
    }

    private static void portPlease(PortPlease3 please, ByteBuf out) {
        out.writeByte('Z').writeByte(0).writeByte(please.protocols().size());
        ByteBuf protocols = Unpooled.buffer();
        please.protocols().forEach(protocol -> writeShort(protocol, protocols));
        out.writeShort(protocols.readableBytes()).writeBytes(protocols);
        writeShort(please.name(), out);
    }

    private static int filterTag(Filter filter) {
        return switch (filter) {
            case Filter.ByPrefix _ -> 'P';
            case Filter.BySelector _ -> 'L';
        };
    }

    /**
     * Reads a request without its length.
     *
     * @throws CorruptedFrameException if it is none
     */
    public static ExtensionRequest decode(ByteBuf in) {
        try {
            char tag = (char) in.readUnsignedByte();
            return switch (tag) {
                case 'X' -> Alive3Format.decode(in);
                case 'Z' -> portPlease(in);
                case 'N' -> new Names3();
                case 'D' -> new Dump3();
                case 'K' -> new Kill3();
                case 'S' -> new Stop3(AliveName.decodeWanted(in.readSlice(in.readableBytes())));
                case 'V' -> new Hello(in.readUnsignedByte(), in.readUnsignedByte());
                case 'P', 'L' -> {
                    long limit = in.readUnsignedInt();
                    yield new LookUp(filter(tag, in), limit);
                }
                case 'W' -> {
                    Position since = new Position(in.readLong(), in.readLong());
                    Filter filter = filter((char) in.readUnsignedByte(), in);
                    yield new Watch(filter, Optional.of(since).filter(known -> known.epoch() != 0));
                }
                default -> new Unknown(tag);
            };
        } catch (IndexOutOfBoundsException tooShort) {
            throw new CorruptedFrameException("request is too short", tooShort);
        }
    }

    /** The name's own length has 8 bits: names of more than 255 bytes are found with PORT_PLEASE2 only. */
    private static PortPlease3 portPlease(ByteBuf in) {
        in.skipBytes(1);
        int count = in.readUnsignedByte();
        if (count > MAX_TRANSPORTS) {
            throw new CorruptedFrameException(count + " protocols, at most " + MAX_TRANSPORTS);
        }
        ByteBuf names = in.readSlice(in.readUnsignedShort());
        List<String> protocols = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            protocols.add(WireText.read(names.readSlice(names.readUnsignedByte())));
        }
        return new PortPlease3(protocols, AliveName.decodeWanted(in.readSlice(in.readUnsignedByte())));
    }

    private static Filter filter(char tag, ByteBuf in) {
        String text = WireText.read(in.readSlice(in.readUnsignedShort()));
        return switch (tag) {
            case 'P' -> new Filter.ByPrefix(text);
            case 'L' -> new Filter.BySelector(text);
            default -> throw new CorruptedFrameException("filter is neither prefix nor label selector");
        };
    }
}
