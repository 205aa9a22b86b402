package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.EpmdResponse.Alive2Response;
import io.erlangcluster.sidecar.epmd.EpmdResponse.KillResponse;
import io.erlangcluster.sidecar.epmd.EpmdResponse.ListPiece;
import io.erlangcluster.sidecar.epmd.EpmdResponse.PortPlease2Response;
import io.erlangcluster.sidecar.epmd.EpmdResponse.StopResponse;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.MessageToByteEncoder;

/**
 * Writes an answer; net_adm:names/0 wants at least the port in one segment (erl_epmd.erl). Answers carry no length;
 * where they end the connection does.
 */
@Sharable
final class EpmdResponseEncoder extends MessageToByteEncoder<EpmdResponse> {

    private static final int ALIVE2_X_RESP = 118;
    private static final int PORT2_RESP = 119;
    private static final int ALIVE2_RESP = 121;

    @Override
    protected void encode(ChannelHandlerContext ctx, EpmdResponse response, ByteBuf out) {
        write(response, out);
    }

    static void write(EpmdResponse response, ByteBuf out) {
        switch (response) {
            case Alive2Response alive -> alive2(alive, out);
            case PortPlease2Response(var node) ->
                node.ifPresentOrElse(
                        found -> port2(found, out),
                        () -> out.writeByte(PORT2_RESP).writeByte(1));
            case ListPiece(var port, var lines) -> {
                port.ifPresent(out::writeInt);
                ByteBufUtil.writeUtf8(out, lines);
            }
            case KillResponse(boolean killed) -> ByteBufUtil.writeAscii(out, killed ? "OK" : "NO");
            case StopResponse(boolean stopped) -> ByteBufUtil.writeAscii(out, stopped ? "STOPPED" : "NOEXIST");
        }
    }

    private static void alive2(Alive2Response alive, ByteBuf out) {
        out.writeByte(alive.wide() ? ALIVE2_X_RESP : ALIVE2_RESP).writeByte(alive.result());
        if (alive.wide()) {
            out.writeInt((int) alive.creation());
        } else {
            out.writeShort((int) alive.creation());
        }
    }

    private static void port2(NodePort node, ByteBuf out) {
        out.writeByte(PORT2_RESP).writeByte(0);
        out.writeShort(node.port()).writeByte(node.nodeType()).writeByte(node.protocol());
        out.writeShort(node.highVersion()).writeShort(node.lowVersion());
        out.writeShort(ByteBufUtil.utf8Bytes(node.name()));
        ByteBufUtil.writeUtf8(out, node.name());
        out.writeShort(node.extra().length());
        node.extra().writeTo(out);
    }
}
