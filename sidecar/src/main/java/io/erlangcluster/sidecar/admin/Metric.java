package io.erlangcluster.sidecar.admin;

import static io.erlangcluster.sidecar.admin.Metric.Type.COUNTER;
import static io.erlangcluster.sidecar.admin.Metric.Type.GAUGE;

import java.util.Locale;

/** What can be measured. The names are a promise: dashboards are built on them. */
enum Metric {
    EPMD_REGISTRATIONS(GAUGE, "", "Names registered with the pod's EPMD."),
    LOOKUPS_TOTAL(COUNTER, "result", "Look-ups of nodes in other pods, by how they ended."),
    NODES(GAUGE, "phase", "Nodes of the cluster in the registry, by phase."),
    LINKS_EXPECTED(GAUGE, "node", "Other nodes that the cluster offers to a node of this pod."),
    LINKS(GAUGE, "node", "How many of the expected links of a node of this pod are up."),
    TUNNEL_LINKS(GAUGE, "", "Links open through the tunnel, both directions."),
    TUNNEL_RECEIVED_BYTES_TOTAL(COUNTER, "", "Bytes from other pods to this pod's nodes."),
    TUNNEL_SENT_BYTES_TOTAL(COUNTER, "", "Bytes from this pod's nodes to other pods."),
    TUNNEL_REFUSED_TOTAL(COUNTER, "cause", "Links that did not come about, dialled or accepted, by cause."),
    OPERATOR_CONNECTED(GAUGE, "", "1 while the operator keeps the registry up to date, 0 while the last one is used."),
    REGISTRY_VERSION(GAUGE, "", "Version of the registry; starts anew with the operator."),
    REGISTRY_AGE_SECONDS(GAUGE, "", "Time since the operator last told of the registry; grows in a quiet cluster too."),
    CERTIFICATE_EXPIRY_TIMESTAMP_SECONDS(GAUGE, "", "When the pod's certificate ends, as Unix time."),
    PROCESS_RESIDENT_MEMORY_BYTES(
            GAUGE, "", "Memory of the sidecar in RAM, pages shared with other sidecars included.");

    /** The types of Prometheus that are used here. */
    enum Type {
        GAUGE,
        COUNTER
    }

    private final Type type;
    private final String label;
    private final String help;

    Metric(Type type, String label, String help) {
        this.type = type;
        this.label = label;
        this.help = help;
    }

    /** What Prometheus calls it. What every process has carries the name that it has everywhere. */
    String exposedName() {
        String name = name().toLowerCase(Locale.ROOT);
        return name.startsWith("process_") ? name : "erlangcluster_" + name;
    }

    Type type() {
        return type;
    }

    /** The name of its one label; empty if it has none. */
    String label() {
        return label;
    }

    String help() {
        return help;
    }
}
