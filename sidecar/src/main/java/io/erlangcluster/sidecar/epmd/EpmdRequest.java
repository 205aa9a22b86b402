package io.erlangcluster.sidecar.epmd;

/** What a client may ask; the tags are those of erts/epmd/src/epmd.h. */
sealed interface EpmdRequest {

    /** A node registers; the connection is its registration. */
    record Alive2Request(NodePort node) implements EpmdRequest {}

    /** A registration in order but for its name or extra (too long, empty, not UTF-8): answered, never accepted. */
    record UnacceptableAlive2Request(int highVersion) implements EpmdRequest {}

    /** Where is {@code name}? */
    record PortPlease2Request(String name) implements EpmdRequest {}

    /** Who is registered? */
    record NamesRequest() implements EpmdRequest {}

    /** Who is and was registered? */
    record DumpRequest() implements EpmdRequest {}

    /** Stop the server. */
    record KillRequest() implements EpmdRequest {}

    /** Drop the registration of {@code name}. */
    record StopRequest(String name) implements EpmdRequest {}
}
