package io.erlangcluster.sidecar.epmd;

import java.util.Map;

/**
 * What the cluster's registry says about a node.
 *
 * @param name the part of the node name before the {@code @}
 * @param creation unsigned 32 bit; 0 while unknown
 * @param labels what selectors ask for
 * @param here true if it runs on this machine: then it is told of only while it is registered here, with these labels
 */
public record KnownNode(String name, long creation, Map<String, String> labels, boolean here) {
    public KnownNode {
        labels = Map.copyOf(labels);
    }
}
