package io.erlangcluster.sidecar.dist;

/** What we can do, as told in a handshake (lib/kernel/include/dist.hrl). */
final class DistFlags {

    static final long EXTENDED_REFERENCES = 0x4;
    static final long FUN_TAGS = 0x10;
    static final long NEW_FUN_TAGS = 0x80;
    static final long EXTENDED_PIDS_PORTS = 0x100;
    static final long EXPORT_PTR_TAG = 0x200;
    static final long BIT_BINARIES = 0x400;
    static final long NEW_FLOATS = 0x800;
    static final long SMALL_ATOM_TAGS = 0x4000;
    static final long UTF8_ATOMS = 0x1_0000;
    static final long MAP_TAG = 0x2_0000;
    static final long BIG_CREATION = 0x4_0000;
    static final long HANDSHAKE_23 = 0x100_0000;
    static final long UNLINK_ID = 0x200_0000;
    static final long MANDATORY_25_DIGEST = 0x400_0000;
    static final long V4_NC = 0x4_0000_0000L;

    /**
     * A hidden node that every OTP from 25 on accepts: all it calls mandatory, and the digest that stands for them from
     * 27 on. Neither an atom cache nor fragments, so that every message is one plain pass-through frame; without
     * DFLAG_PUBLISHED, which would make us part of {@code nodes()}.
     */
    static final long HIDDEN_NODE = EXTENDED_REFERENCES
            | FUN_TAGS
            | NEW_FUN_TAGS
            | EXTENDED_PIDS_PORTS
            | EXPORT_PTR_TAG
            | BIT_BINARIES
            | NEW_FLOATS
            | SMALL_ATOM_TAGS
            | UTF8_ATOMS
            | MAP_TAG
            | BIG_CREATION
            | HANDSHAKE_23
            | UNLINK_ID
            | MANDATORY_25_DIGEST
            | V4_NC;

    private DistFlags() {}
}
