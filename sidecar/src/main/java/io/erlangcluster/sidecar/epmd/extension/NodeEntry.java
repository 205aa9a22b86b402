package io.erlangcluster.sidecar.epmd.extension;

import io.erlangcluster.sidecar.epmd.Extra;
import java.util.List;
import java.util.Map;

/**
 * What a look-up or a watch tells about a node.
 *
 * @param name the part of the node name before the {@code @}
 * @param creation unsigned 32 bit; 0 while unknown
 * @param nodeType 77 for a normal node, 72 for a hidden one
 * @param highVersion highest distribution version spoken
 * @param lowVersion lowest distribution version spoken
 * @param transports how to reach it from here, the oldest first; empty for a node elsewhere, whose way is made when its
 *     port is asked for by its exact name
 * @param labels what selectors ask for
 * @param extra what the node added
 */
public record NodeEntry(
        String name,
        long creation,
        int nodeType,
        int highVersion,
        int lowVersion,
        List<Transport> transports,
        Map<String, String> labels,
        Extra extra) {

    public NodeEntry {
        transports = List.copyOf(transports);
        labels = Map.copyOf(labels);
    }

    /** No fewer bytes than a message needs for it. */
    public int maxBytes() {
        return 3 * name.length() + 70 * transports.size() + extra.length() + labelBytes() + 64;
    }

    private int labelBytes() {
        int bytes = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            bytes += 3 * (label.getKey().length() + label.getValue().length() + 1);
        }
        return Math.min(bytes, NodeEntryFormat.MAX_LABEL_BYTES);
    }
}
