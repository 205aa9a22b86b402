package io.erlangcluster.sidecar.epmd;

import io.erlangcluster.sidecar.epmd.extension.ExtensionRequest.PortPlease3;
import io.erlangcluster.sidecar.epmd.extension.ExtensionResponse.Reachable;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** PORT_PLEASE3: a node by name, with the transports that the client can speak. */
record TransportLookUp(NodeLookUp lookUp) {

    /** Gives the node, or empty, to {@code then}: once, on {@code loop}. */
    void find(PortPlease3 please, InetSocketAddress askedAt, EventLoop loop, Consumer<Optional<Reachable>> then) {
        Optional<Registration> here = lookUp.registered(please.name(), askedAt);
        if (here.isPresent()) {
            then.accept(reachable(here.get().node(), here.get().transports(), please.protocols()));
        } else {
            lookUp.find(
                    please.name(),
                    askedAt,
                    loop,
                    found -> then.accept(found.flatMap(
                            node -> reachable(node, List.of(new Transport("", node.port())), please.protocols()))));
        }
    }

    /** A transport without a protocol, of a node that knows no other way to register, is for everybody. */
    private static Optional<Reachable> reachable(NodePort node, List<Transport> transports, List<String> protocols) {
        List<Transport> spoken = protocols.isEmpty()
                ? transports
                : transports.stream()
                        .filter(transport -> transport.protocol().isEmpty() || protocols.contains(transport.protocol()))
                        .toList();
        return spoken.isEmpty()
                ? Optional.empty()
                : Optional.of(new Reachable(
                        node.name(), spoken, node.nodeType(), node.highVersion(), node.lowVersion(), node.extra()));
    }
}
