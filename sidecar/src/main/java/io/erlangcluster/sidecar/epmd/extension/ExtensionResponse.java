package io.erlangcluster.sidecar.epmd.extension;

import io.erlangcluster.sidecar.epmd.Extra;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What the server answers to an {@link ExtensionRequest}: one message, or several for a long list or a watch. */
public sealed interface ExtensionResponse {

    /**
     * To ALIVE3.
     *
     * @param wide true if the creation has 32 bits, false for 16
     * @param accepted false if another node has the name, or it cannot be registered
     * @param creation 99 if not accepted
     */
    record Alive3Response(boolean wide, boolean accepted, long creation) implements ExtensionResponse {}

    /** To PORT_PLEASE3. */
    record Ports(Optional<Reachable> node) implements ExtensionResponse {}

    /**
     * A node and how the client can reach it.
     *
     * @param transports only those the client asked for, in the order they were registered
     */
    record Reachable(
            String name, List<Transport> transports, int nodeType, int highVersion, int lowVersion, Extra extra) {
        public Reachable {
            transports = List.copyOf(transports);
        }
    }

    /**
     * To NAMES3 and DUMP3: a piece of the list.
     *
     * @param more true if pieces follow
     * @param epmdPort the server's port, in the first piece only
     * @param lines whole lines, each with its line feed
     */
    record ListPiece(boolean more, OptionalInt epmdPort, String lines) implements ExtensionResponse {}

    /** To KILL3. */
    record Kill3Response(boolean killed) implements ExtensionResponse {}

    /** To STOP3: false if nobody had the name. */
    record Stop3Response(boolean stopped) implements ExtensionResponse {}

    /**
     * To Hello.
     *
     * @param version the highest both speak; 0 for none
     * @param tags the requests the server takes in that version
     */
    record Welcome(int version, String tags) implements ExtensionResponse {}

    /**
     * To LookUp: some of the nodes, in the order of their names.
     *
     * @param more true if further ones follow
     */
    record Found(boolean more, List<NodeEntry> nodes) implements ExtensionResponse {
        public Found {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * To Watch, and again whenever the client fell too far behind: what follows.
     *
     * @param snapshot true if every node follows, so that the client forgets all it knew; false for the changes only
     * @param position where it begins
     */
    record WatchStarted(boolean snapshot, Position position) implements ExtensionResponse {}

    /** The node is there now, or is there with other properties. */
    record Up(long version, NodeEntry node) implements ExtensionResponse {}

    /** The node is not there any more; also said of nodes that the client was never told of. */
    record Gone(long version, String name) implements ExtensionResponse {}

    /** All changes up to {@code version} have been told. */
    record UpToDate(long version) implements ExtensionResponse {}

    /**
     * The request is not served; the connection is as before.
     *
     * @param message for a person
     */
    record Refused(Reason reason, String message) implements ExtensionResponse {}

    /** Why a request is not served. */
    enum Reason {
        /** The server does not know this request, or not from over the network. */
        NOT_SERVED(1),
        /** The label selector cannot be read. */
        BAD_SELECTOR(2),
        /** The server watches for as many clients as it may. */
        TOO_MANY_WATCHES(3),
        /** What a newer server says and this client does not know. */
        OTHER(0);

        private final int code;

        Reason(int code) {
            this.code = code;
        }

        /** Its number on the wire. */
        public int code() {
            return code;
        }

        static Reason of(int code) {
            return Stream.of(values())
                    .filter(reason -> reason.code == code)
                    .findFirst()
                    .orElse(OTHER);
        }
    }
}
