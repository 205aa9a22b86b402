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
import io.netty.handler.codec.MessageToMessageDecoder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** Reads a request as epmd_srv.c does (do_request); what it does not understand is malformed. */
@Sharable
final class EpmdRequestDecoder extends MessageToMessageDecoder<ByteBuf> {

    /** Port, node type, protocol, two versions and the name's length; the extra's length follows the name. */
    private static final int ALIVE2_HEAD = 2 + 1 + 1 + 2 + 2 + 2;

    private static final int MAX_NAME_CHARACTERS = 255;

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

    private static EpmdRequest alive2(ByteBuf in) {
        require(in.readableBytes() > ALIVE2_HEAD + Short.BYTES, "registration is too short");
        int port = in.readUnsignedShort();
        int nodeType = in.readUnsignedByte();
        int protocol = in.readUnsignedByte();
        int highVersion = in.readUnsignedShort();
        int lowVersion = in.readUnsignedShort();
        int nameLength = in.readUnsignedShort();
        require(nameLength + Short.BYTES <= in.readableBytes(), "name is longer than the registration");
        ByteBuf nameBytes = in.readSlice(nameLength);
        require(!hasNul(nameBytes), "NUL in the name");
        int extraLength = in.readUnsignedShort();
        require(extraLength <= in.readableBytes(), "extra is longer than the registration");
        Optional<String> name = name(nameBytes);
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
        ByteBuf bytes = in.readSlice(terminated ? length - 1 : length);
        require(!hasNul(bytes), "NUL in the name");
        return name(bytes).orElseThrow(() -> new CorruptedFrameException("not a name"));
    }

    /** The name in {@code bytes} if it is UTF-8 of 1 to 255 characters. */
    private static Optional<String> name(ByteBuf bytes) {
        try {
            String name = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.nioBuffer())
                    .toString();
            int characters = name.codePointCount(0, name.length());
            return characters >= 1 && characters <= MAX_NAME_CHARACTERS ? Optional.of(name) : Optional.empty();
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static boolean hasNul(ByteBuf bytes) {
        return bytes.bytesBefore((byte) 0) >= 0;
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new CorruptedFrameException(otherwise);
        }
    }
}
