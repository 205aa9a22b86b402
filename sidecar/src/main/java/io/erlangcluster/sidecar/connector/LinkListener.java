package io.erlangcluster.sidecar.connector;

import io.erlangcluster.sidecar.registry.LocalNode;
import io.erlangcluster.sidecar.registry.NodeName;
import java.util.Map;
import java.util.Set;

/** Told of the links of this pod's VMs, on the event loop, at most once per turn of it. */
public interface LinkListener {

    /**
     * @param node whose links they are
     * @param connected all visible nodes it is connected to, by its last word
     * @param failures why a wanted link is missing, by peer; under the node's own name: why it cannot be watched
     */
    void linksChanged(LocalNode node, Set<NodeName> connected, Map<NodeName, String> failures);
}
