package io.erlangcluster.sidecar.epmd;

import java.util.Optional;
import java.util.OptionalInt;

/** What the server answers. */
sealed interface EpmdResponse {

    /**
     * The answer to a registration.
     *
     * @param wide true for ALIVE2_X_RESP with its 32-bit creation, false for ALIVE2_RESP with 16 bits
     * @param result 0 accepted, 1 refused
     * @param creation unsigned, as many bits as there is room
     */
    record Alive2Response(boolean wide, int result, long creation) implements EpmdResponse {

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
    }

    /** Where the node is, or that nobody knows it. */
    record PortPlease2Response(Optional<NodePort> node) implements EpmdResponse {}

    /**
     * A piece of NAMES or DUMP.
     *
     * @param epmdPort the server's own port, in the first piece only
     * @param lines whole lines
     */
    record ListPiece(OptionalInt epmdPort, String lines) implements EpmdResponse {}

    /** Whether the server ends. */
    record KillResponse(boolean killed) implements EpmdResponse {}

    /** Whether there was a registration to end. */
    record StopResponse(boolean stopped) implements EpmdResponse {}
}
