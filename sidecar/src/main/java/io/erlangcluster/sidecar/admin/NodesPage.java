package io.erlangcluster.sidecar.admin;

import io.erlangcluster.selector.LabelSelector;
import io.erlangcluster.sidecar.registry.ClusterNode;
import io.erlangcluster.sidecar.registry.ClusterView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code /nodes}: the cluster's nodes by label selector, by prefix of the name, or both, in the order of their names. A
 * page that is not the last names the node to go on after: a registry of any size is told in small pages.
 */
final class NodesPage {

    /** Nodes on one page. */
    static final int MOST = 200;

    /** Characters after which a page takes no further node. */
    static final int LENGTH = 64 * 1024;

    private static final String SELECTOR = "selector";
    private static final String PREFIX = "prefix";
    private static final String CONTINUE = "continue";
    private static final Set<String> PARAMETERS = Set.of(SELECTOR, PREFIX, CONTINUE);

    private NodesPage() {}

    /** IllegalArgumentException, with a message for the client, if {@code parameters} are wrong. */
    static Page of(ClusterView cluster, Map<String, List<String>> parameters) {
        parameters.forEach((name, values) -> {
            if (!PARAMETERS.contains(name) || values.size() != 1) {
                throw new IllegalArgumentException("takes selector, prefix and continue, each once");
            }
        });
        LabelSelector selector = LabelSelector.parse(parameter(parameters, SELECTOR));
        NavigableMap<String, ClusterNode> first =
                first(cluster.nodes(), selector, parameter(parameters, PREFIX), parameter(parameters, CONTINUE));
        return Page.found("application/json", json(cluster.version(), first));
    }

    private static String parameter(Map<String, List<String>> parameters, String name) {
        return parameters.getOrDefault(name, List.of("")).getFirst();
    }

    /** The first nodes after {@code last} that match, one more than a page takes. */
    private static NavigableMap<String, ClusterNode> first(
            Map<String, ClusterNode> nodes, LabelSelector selector, String prefix, String last) {
        NavigableMap<String, ClusterNode> first = new TreeMap<>();
        nodes.forEach((alive, node) -> {
            if (alive.compareTo(last) > 0 && alive.startsWith(prefix) && selector.matches(node.labels())) {
                first.put(alive, node);
                if (first.size() > MOST + 1) {
                    first.pollLastEntry();
                }
            }
        });
        return first;
    }

    private static String json(long version, NavigableMap<String, ClusterNode> nodes) {
        StringBuilder json = new StringBuilder("{\"version\":").append(version).append(",\"nodes\":[");
        int begin = json.length();
        String last = "";
        int count = 0;
        while (!nodes.isEmpty() && count < MOST && json.length() < LENGTH) {
            Map.Entry<String, ClusterNode> next = nodes.pollFirstEntry();
            json.append(json.length() == begin ? "\n" : ",\n").append(json(next.getValue()));
            last = next.getKey();
            count++;
        }
        json.append("\n]");
        if (!nodes.isEmpty()) {
            json.append(",\"continue\":").append(Json.text(last));
        }
        return json.append("}\n").toString();
    }

    private static String json(ClusterNode node) {
        String labels = new TreeMap<>(node.labels())
                .entrySet().stream()
                        .map(label -> Json.text(label.getKey()) + ":" + Json.text(label.getValue()))
                        .collect(Collectors.joining(","));
        return "{\"name\":" + Json.text(node.name().toString()) + ",\"phase\":\""
                + node.phase().name().toLowerCase(Locale.ROOT) + "\",\"pod\":" + Json.text(node.pod()) + ",\"podIP\":"
                + Json.text(node.podIp()) + ",\"creation\":" + node.creation() + ",\"labels\":{" + labels + "}}";
    }
}
