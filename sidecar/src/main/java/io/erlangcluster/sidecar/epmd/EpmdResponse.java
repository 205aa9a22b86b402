package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import java.util.OptionalInt;

/** What the server answers; each answer writes itself, because a switch over them is linked while a node waits. */
sealed interface EpmdResponse {

    /** Adds the answer's bytes to {@code out} (erl_dist_protocol). */
    void writeTo(ByteBuf out);

    /**
     * The answer to a registration.
     *
     * @param wide true for ALIVE2_X_RESP with its 32-bit creation, false for ALIVE2_RESP with 16 bits
     * @param result 0 accepted, 1 refused
     * @param creation unsigned, as many bits as there is room
     */
    record Alive2Response(boolean wide, int result, long creation) implements EpmdResponse {

        private static final int ALIVE2_X_RESP = 118;
        private static final int ALIVE2_RESP = 121;
        private static final int FIRST_WIDE_VERSION = 6;
        private static final int REFUSED_CREATION = 99;

        static Alive2Response accepted(Registration registration) {
            return wide(registration.node().highVersion())
                    ? new Alive2Response(true, 0, registration.creation())
                    : new Alive2Response(false, 0, registration.creation() % 3 + 1);
        }

        static Alive2Response refused(int highVersion) {
            return new Alive2Response(wide(highVersion), 1, REFUSED_CREATION);
        }

        private static boolean wide(int highVersion) {
            return highVersion >= FIRST_WIDE_VERSION;
        }

        @Override
        public void writeTo(ByteBuf out) {
            out.writeByte(wide ? ALIVE2_X_RESP : ALIVE2_RESP).writeByte(result);
            if (wide) {
                out.writeInt((int) creation);
            } else {
                out.writeShort((int) creation);
            }
        }
    }

    /** Where the node is, or that nobody knows it. */
    record PortPlease2Response(Optional<NodePort> node) implements EpmdResponse {

        private static final int PORT2_RESP = 119;

        @Override
        public void writeTo(ByteBuf out) {
            out.writeByte(PORT2_RESP).writeByte(node.isPresent() ? 0 : 1);
            node.ifPresent(found -> write(found, out));
        }

        private static void write(NodePort node, ByteBuf out) {
            out.writeShort(node.port()).writeByte(node.nodeType()).writeByte(node.protocol());
            out.writeShort(node.highVersion()).writeShort(node.lowVersion());
            out.writeShort(ByteBufUtil.utf8Bytes(node.name()));
            ByteBufUtil.writeUtf8(out, node.name());
            out.writeShort(node.extra().length());
            node.extra().writeTo(out);
        }
    }

    /**
     * A piece of NAMES or DUMP.
     *
     * @param epmdPort the server's own port, in the first piece only
     * @param lines whole lines
     */
    record ListPiece(OptionalInt epmdPort, String lines) implements EpmdResponse {
        @Override
        public void writeTo(ByteBuf out) {
            epmdPort.ifPresent(out::writeInt);
            ByteBufUtil.writeUtf8(out, lines);
        }
    }

    /** Whether the server ends. */
    record KillResponse(boolean killed) implements EpmdResponse {
        @Override
        public void writeTo(ByteBuf out) {
            ByteBufUtil.writeAscii(out, killed ? "OK" : "NO");
        }
    }

    /** Whether there was a registration to end. */
    record StopResponse(boolean stopped) implements EpmdResponse {
        @Override
        public void writeTo(ByteBuf out) {
            ByteBufUtil.writeAscii(out, stopped ? "STOPPED" : "NOEXIST");
        }
    }
}
