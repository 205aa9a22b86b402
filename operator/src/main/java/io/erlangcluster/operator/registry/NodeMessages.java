package io.erlangcluster.operator.registry;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.protocol.v1.Node;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** An ErlangNode as the sidecars are told of it. */
final class NodeMessages {

    private static final Pattern SLOT = Pattern.compile("-[0-9]+$");

    private NodeMessages() {}

    /** To its own cluster. */
    static Node of(ErlangNode node) {
        return bare(node)
                .putAllLabels(
                        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()))
                .build();
    }

    /**
     * To a cluster whose {@code peering} with the node's own this is; empty if the two have nothing to do with each
     * other. Its labels are no business of peers.
     */
    static Optional<Node> of(ErlangNode node, Peering peering) {
        boolean outbound = peering.outbound()
                .filter(services -> services.has(service(node)))
                .isPresent();
        if (!outbound && peering.inbound().isEmpty()) {
            return Optional.empty();
        }
        var told = io.erlangcluster.protocol.v1.Peering.newBuilder().setOutbound(outbound);
        peering.inbound()
                .ifPresent(services -> told.setInbound(true)
                        .addAllServices(
                                services.all()
                                        ? List.of()
                                        : services.named().stream().sorted().toList()));
        return Optional.of(bare(node).setPeering(told).build());
    }

    /** The first part of the node's name: web of web-0@shop.prod. */
    private static String service(ErlangNode node) {
        return SLOT.matcher(NodeName.parse(node.getSpec().name()).alive()).replaceFirst("");
    }

    private static Node.Builder bare(ErlangNode node) {
        Node.Builder message = Node.newBuilder()
                .setName(node.getSpec().name())
                .setPod(node.getSpec().pod().name())
                .setPodUid(node.getSpec().pod().uid());
        // Whose name is leased anew is not where the last one was.
        if (!node.getSpec().isLease()) {
            ErlangNodeStatus status = Objects.requireNonNullElse(node.getStatus(), ErlangNodeStatus.NONE);
            message.setPhase(phase(status.phase()))
                    .setPodIp(Optional.ofNullable(status.podIP()).orElse(""))
                    .setTunnelPort(status.tunnelPort())
                    .setCreation((int) status.creation());
        }
        return message;
    }

    private static Node.Phase phase(ErlangNodeStatus.Phase phase) {
        return switch (phase) {
            case RESERVED -> Node.Phase.RESERVED;
            case UP -> Node.Phase.UP;
            case LEAVING -> Node.Phase.LEAVING;
            case DOWN -> Node.Phase.DOWN;
        };
    }
}
