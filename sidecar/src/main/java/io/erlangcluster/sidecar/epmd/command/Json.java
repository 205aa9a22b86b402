package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes the little JSON that -json prints (RFC 8259). */
final class Json {

    private static final int HIDDEN = 72;

    private Json() {}

    static String node(NodeEntry node) {
        String transports = node.transports().stream()
                .map(transport -> "{\"port\":" + transport.port() + ",\"protocol\":" + text(transport.protocol()) + "}")
                .collect(Collectors.joining(","));
        String labels = new TreeMap<>(node.labels())
                .entrySet().stream()
                        .map(label -> text(label.getKey()) + ":" + text(label.getValue()))
                        .collect(Collectors.joining(","));
        return "{\"name\":" + text(node.name()) + ",\"transports\":[" + transports + "],\"labels\":{" + labels
                + "},\"creation\":" + node.creation() + ",\"hidden\":" + (node.nodeType() == HIDDEN) + "}";
    }

    static String text(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append("\\u%04x".formatted((int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
