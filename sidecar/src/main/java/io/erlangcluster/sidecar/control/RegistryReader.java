package io.erlangcluster.sidecar.control;

import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import io.erlangcluster.sidecar.registry.NodeName;
import io.erlangcluster.sidecar.registry.Peering;
import io.netty.util.NetUtil;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Turns the operator's messages into views. One bad entry is left out; it does not cost the others. */
final class RegistryReader {

    private static final Logger LOG = Logger.getLogger(RegistryReader.class);
    private static final int MAX_PORT = 65535;

    private RegistryReader() {}

    static ClusterView read(Snapshot snapshot) {
        return new ClusterView(snapshot.getEpoch(), snapshot.getVersion(), Map.of())
                .with(snapshot.getVersion(), read(snapshot.getNodesList()), List.of());
    }

    /** The view after {@code delta}; empty if it does not follow {@code now}. */
    static Optional<ClusterView> read(ClusterView now, Delta delta) {
        if (!delta.getEpoch().equals(now.epoch()) || delta.getFromVersion() != now.version()) {
            return Optional.empty();
        }
        List<NodeName> removed = delta.getRemovedList().stream()
                .map(RegistryReader::readName)
                .flatMap(Optional::stream)
                .toList();
        return Optional.of(now.with(delta.getVersion(), read(delta.getPutList()), removed));
    }

    private static Collection<ClusterNode> read(List<Node> nodes) {
        return nodes.stream()
                .map(RegistryReader::read)
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<ClusterNode> read(Node node) {
        return phase(node.getPhase())
                .flatMap(phase -> readName(node.getName()).flatMap(name -> {
                    String ip = node.getPodIp();
                    int port = node.getTunnelPort();
                    if (!ip.isEmpty() && !NetUtil.isValidIpV4Address(ip) && !NetUtil.isValidIpV6Address(ip)) {
                        return skipped(node.getName(), "podIp " + ip);
                    }
                    if (port < 0 || port > MAX_PORT || (phase == ClusterNode.Phase.UP && port == 0)) {
                        return skipped(node.getName(), "tunnelPort " + port);
                    }
                    long creation = Integer.toUnsignedLong(node.getCreation());
                    return Optional.of(new ClusterNode(
                            name,
                            phase,
                            node.getPod(),
                            node.getPodUid(),
                            ip,
                            port,
                            creation,
                            node.getLabelsMap(),
                            peering(node)));
                }));
    }

    private static Optional<Peering> peering(Node node) {
        var told = node.getPeering();
        return node.hasPeering()
                ? Optional.of(new Peering(told.getInbound(), told.getOutbound(), Set.copyOf(told.getServicesList())))
                : Optional.empty();
    }

    /** Empty for a phase of a later release. */
    private static Optional<ClusterNode.Phase> phase(Node.Phase phase) {
        return switch (phase) {
            case RESERVED -> Optional.of(ClusterNode.Phase.RESERVED);
            case UP -> Optional.of(ClusterNode.Phase.UP);
            case LEAVING -> Optional.of(ClusterNode.Phase.LEAVING);
            case DOWN -> Optional.of(ClusterNode.Phase.DOWN);
            case UNRECOGNIZED -> Optional.empty();
        };
    }

    private static Optional<NodeName> readName(String full) {
        try {
            return Optional.of(NodeName.parse(full));
        } catch (IllegalArgumentException e) {
            return skipped(full, "name");
        }
    }

    private static <T> Optional<T> skipped(String node, String what) {
        LOG.warnf(
                "event=registry-entry-skipped node=\"%s\" malformed=\"%s\" advice=\"look at its ErlangNode\"",
                node, what);
        return Optional.empty();
    }
}
