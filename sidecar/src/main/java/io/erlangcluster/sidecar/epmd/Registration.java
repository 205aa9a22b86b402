package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.Alive3;
import io.erlangcluster.sidecar.epmd.extension.ResumeToken;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A node of this machine that registered; it lasts as long as the connection it came over.
 *
 * @param node what it registered; its port is the first transport's
 * @param creation unsigned 32 bit, 4 or more; another one each time the same name comes back
 * @param transports how it can be reached, the oldest first; one without a protocol if it said no more than its port
 * @param labels what it can be found by beside its name
 * @param token proves, when the node comes back, that it is the same
 */
public record Registration(
        NodePort node,
        long creation,
        List<Transport> transports,
        Map<String, String> labels,
        Optional<ResumeToken> token) {

    public Registration {
        transports = List.copyOf(transports);
        labels = Map.copyOf(labels);
    }

    /** Of a node that registered with ALIVE2. */
    public Registration(NodePort node, long creation) {
        this(node, creation, List.of(new Transport("", node.port())), Map.of(), Optional.empty());
    }

    /** What {@code alive} asks for, without a creation. */
    static Registration wished(Alive3 alive) {
        Transport first = new Transport(alive.protocol(), alive.node().port());
        return new Registration(alive.node(), 0, List.of(first), alive.labels(), alive.token());
    }

    /** The part of the node name before the {@code @}. */
    public String name() {
        return node.name();
    }

    /** TCP port of the node's distribution. */
    public int port() {
        return node.port();
    }

    Registration withCreation(long newCreation) {
        return new Registration(node, newCreation, transports, labels, token);
    }

    Registration with(Transport another) {
        List<Transport> all =
                Stream.concat(transports.stream(), Stream.of(another)).toList();
        return new Registration(node, creation, all, labels, token);
    }

    /** True if {@code wished} comes from the same node. */
    boolean isResumedBy(Registration wished) {
        return token.isPresent() && token.equals(wished.token);
    }
}
