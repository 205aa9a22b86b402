package io.erlangcluster.sidecar.epmd.extension;

import io.erlangcluster.sidecar.epmd.NodePort;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a client may ask over a connection of the extended protocol, as often as it likes. */
public sealed interface ExtensionRequest {

    /**
     * A node registers, or adds a transport to the name its connection holds already.
     *
     * @param node its port is the transport's
     * @param protocol of the transport; see {@link Transport}
     * @param labels what selectors find it by; ignored with a further transport
     * @param token proves, when the node comes back, that it is the same
     */
    record Alive3(NodePort node, String protocol, Map<String, String> labels, Optional<ResumeToken> token)
            implements ExtensionRequest {

        public Alive3 {
            labels = Map.copyOf(labels);
        }

        /** Without labels and token. */
        public Alive3(NodePort node, String protocol) {
            this(node, protocol, Map.of(), Optional.empty());
        }
    }

    /** A registration in order but for its name, extra, transport, labels or token: answered, never accepted. */
    record UnacceptableAlive3(int highVersion) implements ExtensionRequest {}

    /**
     * Where is {@code name}?
     *
     * @param protocols which the client can speak, at most {@link RequestFormat#MAX_TRANSPORTS}; none for any
     */
    record PortPlease3(List<String> protocols, String name) implements ExtensionRequest {
        public PortPlease3 {
            protocols = List.copyOf(protocols);
        }
    }

    /** Who is registered? */
    record Names3() implements ExtensionRequest {}

    /** Who is and was registered? */
    record Dump3() implements ExtensionRequest {}

    /** Stop the server. */
    record Kill3() implements ExtensionRequest {}

    /** Drop the registration of {@code name}. */
    record Stop3(String name) implements ExtensionRequest {}

    /** Which version of our own requests do you speak, between these two (0 to 255)? */
    record Hello(int lowVersion, int highVersion) implements ExtensionRequest {}

    /**
     * Which nodes are there?
     *
     * @param limit how many to tell at most, unsigned 32 bit; 0 for all
     */
    record LookUp(Filter filter, long limit) implements ExtensionRequest {}

    /**
     * Which nodes are there, and what changes from then on?
     *
     * @param since the last position the client knows; empty if it knows nothing
     */
    record Watch(Filter filter, Optional<Position> since) implements ExtensionRequest {}

    /** A tag this version does not know. */
    record Unknown(int tag) implements ExtensionRequest {}
}
