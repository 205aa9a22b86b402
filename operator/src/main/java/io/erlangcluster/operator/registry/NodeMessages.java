package io.erlangcluster.operator.registry;

import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.api.ErlangNodeStatus;
import io.erlangcluster.protocol.v1.Node;
import java.util.Map;
import java.util.Optional;

/** An ErlangNode as the sidecars are told of it. */
final class NodeMessages {

    private NodeMessages() {}

    static Node of(ErlangNode node) {
        Node.Builder message = Node.newBuilder()
                .setName(node.getSpec().name())
                .setPod(node.getSpec().pod().name())
                .setPodUid(node.getSpec().pod().uid())
                .putAllLabels(
                        Optional.ofNullable(node.getMetadata().getLabels()).orElse(Map.of()));
        ErlangNodeStatus status = node.getStatus();
        // Whose name is leased anew is not where the last one was.
        if (status != null && !node.getSpec().isLease()) {
            message.setPhase(phase(status.phase()))
                    .setPodIp(Optional.ofNullable(status.podIP()).orElse(""))
                    .setTunnelPort(status.tunnelPort())
                    .setCreation((int) status.creation());
        }
        return message.build();
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
