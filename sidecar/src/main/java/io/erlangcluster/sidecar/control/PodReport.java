package io.erlangcluster.sidecar.control;

import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.LinkFailure;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.NodeDown;
import io.erlangcluster.protocol.v1.NodeUp;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the operator should know of this pod. State, not a queue: of every node's links only the latest are kept, and a
 * Hello tells all of it however long the operator was away.
 */
final class PodReport {

    private final ControlSettings settings;
    private final Map<NodeName, Links> links = new HashMap<>();

    PodReport(ControlSettings settings) {
        this.settings = settings;
    }

    ToOperator hello(Collection<LocalNode> nodes, Optional<String> token) {
        Hello.Builder hello = Hello.newBuilder()
                .setNamespace(settings.namespace())
                .setPod(settings.pod())
                .setPodUid(settings.podUid())
                .setCluster(settings.cluster())
                .setTunnelPort(settings.tunnelPort());
        token.ifPresent(hello::setToken);
        for (LocalNode node : nodes) {
            hello.addNodes(nodeUp(node));
            Links known = links.get(node.name());
            if (known != null) {
                hello.addLinks(known);
            }
        }
        return ToOperator.newBuilder().setHello(hello).build();
    }

    ToOperator up(LocalNode node) {
        return ToOperator.newBuilder().setNodeUp(nodeUp(node)).build();
    }

    ToOperator down(LocalNode node) {
        links.remove(node.name());
        return ToOperator.newBuilder()
                .setNodeDown(
                        NodeDown.newBuilder().setName(node.name().toString()).setCreation((int) node.creation()))
                .build();
    }

    /** Keeps the links of {@code node}; false if they are the same as before. */
    boolean keep(LocalNode node, Set<NodeName> connected, Map<NodeName, String> failures) {
        Links.Builder now = Links.newBuilder().setName(node.name().toString());
        connected.stream().sorted().map(NodeName::toString).forEach(now::addConnected);
        failures.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(failure -> now.addFailed(LinkFailure.newBuilder()
                        .setPeer(failure.getKey().toString())
                        .setCause(failure.getValue())));
        Links links = now.build();
        return !links.equals(this.links.put(node.name(), links));
    }

    /** The links of {@code node} as last kept. */
    Optional<ToOperator> links(LocalNode node) {
        return Optional.ofNullable(links.get(node.name()))
                .map(known -> ToOperator.newBuilder().setLinks(known).build());
    }

    private static NodeUp nodeUp(LocalNode node) {
        return NodeUp.newBuilder()
                .setName(node.name().toString())
                .setCreation((int) node.creation())
                .build();
    }
}
