package io.erlangcluster.sidecar.epmd.command;

import io.erlangcluster.sidecar.epmd.extension.NodeEntry;
import io.erlangcluster.sidecar.epmd.extension.Transport;
import java.util.List;
import java.util.stream.Collectors;

/** How nodes are told: as lines for people, or as JSON, one document or one line for each change. */
enum NodePrinter {

    /** {@code name web-0 at port 4711#inet_tcp}, as -names has it. */
    LINES {
        @Override
        String all(List<NodeEntry> nodes) {
            return nodes.stream().map(node -> line(node) + "\n").collect(Collectors.joining());
        }

        @Override
        String snapshot() {
            return "";
        }

        @Override
        String up(NodeEntry node) {
            return "up   " + line(node) + "\n";
        }

        @Override
        String gone(String name) {
            return "gone name " + name + "\n";
        }

        @Override
        String upToDate() {
            return "";
        }

        private static String line(NodeEntry node) {
            String where = node.transports().stream().map(Transport::toString).collect(Collectors.joining(" "));
            return "name " + node.name() + (where.isEmpty() ? " elsewhere" : " at port " + where);
        }
    },

    /** For programs. */
    JSON {
        @Override
        String all(List<NodeEntry> nodes) {
            return nodes.stream().map(Json::node).collect(Collectors.joining(",\n ", "[", "]\n"));
        }

        @Override
        String snapshot() {
            return "{\"event\":\"snapshot\"}\n";
        }

        @Override
        String up(NodeEntry node) {
            return "{\"event\":\"up\",\"node\":" + Json.node(node) + "}\n";
        }

        @Override
        String gone(String name) {
            return "{\"event\":\"gone\",\"name\":" + Json.text(name) + "}\n";
        }

        @Override
        String upToDate() {
            return "{\"event\":\"upToDate\"}\n";
        }
    };

    abstract String all(List<NodeEntry> nodes);

    /** Every node there is follows. */
    abstract String snapshot();

    abstract String up(NodeEntry node);

    abstract String gone(String name);

    /** All there is to tell has been told, until something changes. */
    abstract String upToDate();
}
