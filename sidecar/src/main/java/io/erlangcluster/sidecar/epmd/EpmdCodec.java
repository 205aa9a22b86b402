package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdRequest.Alive2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.DumpRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.KillRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.NamesRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.PortPlease2Request;
import io.erlangcluster.sidecar.epmd.EpmdRequest.StopRequest;
import io.erlangcluster.sidecar.epmd.EpmdRequest.UnacceptableAlive2Request;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.MessageToMessageCodec;
import java.util.List;
import java.util.Optional;

/**
 * Reads a request as epmd_srv.c does (do_request); what it does not understand is malformed. Writes an answer;
 * net_adm:names/0 wants at least the port in one segment (erl_epmd.erl). Answers carry no length; where they end the
 * connection does.
 */
@Sharable
final class EpmdCodec extends MessageToMessageCodec<ByteBuf, EpmdResponse> {

    /** Port, node type, protocol, two versions and the name's length; the extra's length follows the name. */
    private static final int ALIVE2_HEAD = 2 + 1 + 1 + 2 + 2 + 2;

    /** Told its types: to find them in its own declaration takes a starting JVM longer than a request. */
    EpmdCodec() {
        super(ByteBuf.class, EpmdResponse.class);
    }

    @Override
    protected void encode(ChannelHandlerContext ctx, EpmdResponse response, List<Object> out) {
        ByteBuf answer = ctx.alloc().ioBuffer();
        response.writeTo(answer);
        out.add(answer);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        char tag = (char) in.readUnsignedByte();
        out.add(
                switch (tag) {
                    case 'x' -> alive2(in);
                    case 'z' -> new PortPlease2Request(nameToFind(in));
                    case 'n' -> new NamesRequest();
                    case 'd' -> new DumpRequest();
                    case 'k' -> new KillRequest();
                    case 's' -> new StopRequest(nameToFind(in));
                    default -> throw new CorruptedFrameException("unknown tag " + (int) tag);
                });
    }

    /** The name to look up, if {@code bytes} are a whole look-up with its length, and nothing unusual. */
    static Optional<String> lookUp(ByteBuf bytes) {
        int length = bytes.readableBytes() - Short.BYTES;
        if (length < 2
                || bytes.getUnsignedShort(0) != length
                || bytes.getByte(Short.BYTES) != 'z'
                || bytes.getByte(Short.BYTES + length - 1) == 0) {
            return Optional.empty();
        }
        return AliveName.text(bytes.slice(Short.BYTES + 1, length - 1));
    }

    private static EpmdRequest alive2(ByteBuf in) {
        require(in.readableBytes() > ALIVE2_HEAD + Short.BYTES, "registration is too short");
        int port = in.readUnsignedShort();
        int nodeType = in.readUnsignedByte();
        int protocol = in.readUnsignedByte();
        int highVersion = in.readUnsignedShort();
        int lowVersion = in.readUnsignedShort();
        int nameLength = in.readUnsignedShort();
        require(nameLength + Short.BYTES <= in.readableBytes(), "name is longer than the registration");
        Optional<String> name = AliveName.decode(in.readSlice(nameLength));
        int extraLength = in.readUnsignedShort();
        require(extraLength <= in.readableBytes(), "extra is longer than the registration");
        if (name.isEmpty() || extraLength > Extra.MAX_BYTES) {
            return new UnacceptableAlive2Request(highVersion);
        }
        Extra extra = Extra.of(ByteBufUtil.getBytes(in.readSlice(extraLength)));
        return new Alive2Request(new NodePort(name.get(), port, nodeType, protocol, highVersion, lowVersion, extra));
    }

    private static String nameToFind(ByteBuf in) {
        int length = in.readableBytes();
        // Some clients end the name with a NUL; C epmd forgives exactly one.
        boolean terminated = length > 0 && in.getByte(in.readerIndex() + length - 1) == 0;
        return AliveName.decodeWanted(in.readSlice(terminated ? length - 1 : length));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new CorruptedFrameException(otherwise);
        }
    }
}
