package io.erlangcluster.operator.registry;

import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Snapshot;
import java.util.Map;

/**
 * A cluster's registry at one version.
 *
 * @param epoch the operator process that counts the versions
 * @param version grows by one with every change
 * @param nodes by full name
 */
record RegistryView(String epoch, long version, Map<String, Node> nodes) {

    RegistryView {
        nodes = Map.copyOf(nodes);
    }

    Snapshot snapshot() {
        return Snapshot.newBuilder()
                .setEpoch(epoch)
                .setVersion(version)
                .addAllNodes(nodes.values())
                .build();
    }

    /** What turns {@code before} into this view. */
    Delta since(RegistryView before) {
        Delta.Builder delta = Delta.newBuilder()
                .setEpoch(epoch)
                .setFromVersion(before.version)
                .setVersion(version);
        nodes.values().stream()
                .filter(node -> !node.equals(before.nodes.get(node.getName())))
                .forEach(delta::addPut);
        before.nodes.keySet().stream().filter(name -> !nodes.containsKey(name)).forEach(delta::addRemoved);
        return delta.build();
    }
}
