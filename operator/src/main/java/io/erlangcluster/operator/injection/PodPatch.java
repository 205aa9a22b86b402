package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What injection changed, as a JSON patch (RFC 6902). Only the parts of a pod that mutators touch are compared, and
 * only those that differ are written out: to render both pods and compare the texts took a third of a review's time.
 */
final class PodPatch {

    /** A part of the pod, replaced as a whole. */
    private record Part(String path, Function<Pod, Object> value) {}

    private static final List<Part> PARTS = List.of(
            new Part("/metadata/annotations", pod -> pod.getMetadata().getAnnotations()),
            new Part("/spec/hostAliases", pod -> pod.getSpec().getHostAliases()),
            new Part("/spec/volumes", pod -> pod.getSpec().getVolumes()),
            new Part("/spec/initContainers", pod -> pod.getSpec().getInitContainers()),
            new Part("/spec/containers", pod -> pod.getSpec().getContainers()),
            new Part("/spec/readinessGates", pod -> pod.getSpec().getReadinessGates()));

    private PodPatch() {}

    /** The operations that make {@code after} of {@code before}; {@code []} if nothing differs. */
    static String between(Pod before, Pod after) {
        List<Map<String, Object>> operations = PARTS.stream()
                .filter(part ->
                        !Objects.equals(part.value().apply(before), part.value().apply(after)))
                // Of a member that exists, add is replace.
                .map(part -> Map.of(
                        "op", "add", "path", part.path(), "value", part.value().apply(after)))
                .toList();
        return Serialization.asJson(operations);
    }
}
