package io.erlangcluster.sidecar.dist;

/** The messages of the version 6 handshake, in the order in which they go (lib/kernel/src/dist_util.erl). */
sealed interface HandshakeMessage {

    /** Who we are: our first message. */
    record Name(long flags, int creation, String name) implements HandshakeMessage {}

    /** What the node thinks of it: ok, ok_simultaneous, nok, not_allowed, alive; and our true or false to alive. */
    record Status(String status) implements HandshakeMessage {}

    /** Who the node is, and what it wants digested. */
    record Challenge(long flags, int challenge, int creation, String name) implements HandshakeMessage {}

    /** Our digest of its challenge, and our own challenge. */
    @SuppressWarnings("ArrayRecordComponent")
    record Reply(int challenge, byte[] digest) implements HandshakeMessage {}

    /** The node's digest of our challenge: the end of the handshake. */
    @SuppressWarnings("ArrayRecordComponent")
    record Ack(byte[] digest) implements HandshakeMessage {}
}
