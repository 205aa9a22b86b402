package io.erlangcluster.e2e.demo;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangNode;
import io.erlangcluster.e2e.platform.Mesh;
import io.erlangcluster.e2e.platform.Platform;
import io.erlangcluster.e2e.platform.Shop;
import io.erlangcluster.e2e.pod.RunningPod;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** One row per pod: what the registry says of its node, and what the VM itself answers. */
record NodeTable(List<String> lines) {

    private static final String FORMAT = "%-22s %-10s %-14s %-9s %-9s %s";

    static NodeTable of(Platform platform, Mesh mesh) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(FORMAT, "NODE", "POD", "IP", "REGISTRY", "RESTARTS", "nodes()"));
        Map<String, String> phases = phases(platform);
        platform.runner().pods().stream()
                .sorted(Comparator.comparing(RunningPod::name))
                .forEach(pod -> lines.add(row(pod, phases, mesh)));
        lines.add("");
        lines.add(status(platform));
        return new NodeTable(List.copyOf(lines));
    }

    private static String row(RunningPod pod, Map<String, String> phases, Mesh mesh) {
        String node = Platform.name(pod.pod());
        return String.format(
                FORMAT,
                node,
                pod.name(),
                pod.network().ip(),
                phases.getOrDefault(node, "-"),
                pod.application().restarts(),
                mesh.views()
                        .getOrDefault(node, Optional.empty())
                        .map(NodeTable::brief)
                        .orElse("no answer"));
    }

    private static String brief(Set<String> nodes) {
        return nodes.size() + ": "
                + nodes.stream()
                        .limit(4)
                        .map(name -> name.substring(0, name.indexOf('@')))
                        .collect(Collectors.joining(" "))
                + (nodes.size() > 4 ? " ..." : "");
    }

    private static Map<String, String> phases(Platform platform) {
        return platform.client().resources(ErlangNode.class).inNamespace(Shop.NAMESPACE).list().getItems().stream()
                .filter(node -> node.getStatus() != null)
                .collect(Collectors.toMap(
                        node -> node.getSpec().name(),
                        node -> node.getStatus().phase().name(),
                        (a, b) -> b));
    }

    private static String status(Platform platform) {
        ErlangCluster cluster = platform.client()
                .resources(ErlangCluster.class)
                .inNamespace(Shop.NAMESPACE)
                .withName(Shop.NAME)
                .get();
        return Optional.ofNullable(cluster)
                .map(ErlangCluster::getStatus)
                .map(status -> "erlangcluster/shop   NODES " + status.nodes() + "   UP " + status.up() + "   LINKS "
                        + status.linksSummary() + "   MESH " + status.mesh())
                .orElse("erlangcluster/shop   no status yet");
    }
}
