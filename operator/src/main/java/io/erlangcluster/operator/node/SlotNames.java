package io.erlangcluster.operator.node;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.NodeName;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code <service>-<slot>@<cluster>.<namespace>}: names that are few and come back after a rollout. */
public final class SlotNames {

    /** A slot is an unsigned number of at most nine digits, without leading zeros. */
    private static final Pattern SLOT = Pattern.compile("(.*)-(0|[1-9][0-9]{0,8})");

    private SlotNames() {}

    /** The first part of a node's name, for a pod with {@code labels}. */
    public static String service(ErlangCluster cluster, Map<String, String> labels) {
        String service = labels.getOrDefault(
                cluster.getSpec().serviceLabel(), cluster.getMetadata().getName());
        // Label values may hold upper case, '_' and '.', object names and the part before the @ may not.
        return service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
    }

    /**
     * The name of the node in {@code slot} (0 or more) of {@code service}.
     *
     * @throws IllegalArgumentException if {@code service} is empty
     */
    public static NodeName nodeName(ErlangCluster cluster, String service, int slot) {
        return NodeName.of(
                service + "-" + slot,
                cluster.getMetadata().getName(),
                cluster.getMetadata().getNamespace());
    }

    /** The ordinal at the end of a StatefulSet pod's name: 2 for {@code web-2}. */
    public static Optional<Integer> ordinal(String podName) {
        Matcher matcher = SLOT.matcher(podName);
        return matcher.matches() ? Optional.of(Integer.valueOf(matcher.group(2))) : Optional.empty();
    }

    /** The slot of the node called {@code name} if it is one of {@code service}. */
    static Optional<Integer> slot(String service, String name) {
        Matcher matcher = SLOT.matcher(name.substring(0, Math.max(0, name.indexOf('@'))));
        return matcher.matches() && matcher.group(1).equals(service)
                ? Optional.of(Integer.valueOf(matcher.group(2)))
                : Optional.empty();
    }
}
