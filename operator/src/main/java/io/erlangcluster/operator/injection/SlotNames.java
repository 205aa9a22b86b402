package io.erlangcluster.operator.injection;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code <service>-<slot>@<cluster>.<namespace>}: names that are few and come back after a rollout. */
public final class SlotNames {

    private static final Pattern ORDINAL = Pattern.compile(".*-(0|[1-9][0-9]{0,8})");

    private SlotNames() {}

    /** The name of the node in {@code slot} (0 or more) among the pods with the service label of {@code labels}. */
    public static NodeName nodeName(ErlangCluster cluster, Map<String, String> labels, int slot) {
        String name = cluster.getMetadata().getName();
        String service = labels.getOrDefault(cluster.getSpec().serviceLabel(), name);
        // Label values may hold upper case, '_' and '.', object names and the part before the @ may not.
        String alive = service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-") + "-" + slot;
        return NodeName.of(alive, name, cluster.getMetadata().getNamespace());
    }

    /** The ordinal at the end of a StatefulSet pod's name: 2 for {@code web-2}. */
    public static Optional<Integer> ordinal(String podName) {
        Matcher matcher = ORDINAL.matcher(podName);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(1))) : Optional.empty();
    }
}
