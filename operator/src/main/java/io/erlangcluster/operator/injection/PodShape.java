package io.erlangcluster.operator.injection;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Whether a pod has what every pod must have. Mutating admission comes before the API server's own validation, and who
 * sends a review need not be an API server.
 */
final class PodShape {

    private PodShape() {}

    /** The first thing that is missing, as its path. */
    static Optional<String> missing(Pod pod) {
        if (pod.getMetadata() == null) {
            return Optional.of("metadata");
        }
        if (pod.getSpec() == null) {
            return Optional.of("spec");
        }
        if (pod.getSpec().getContainers() == null
                || pod.getSpec().getContainers().isEmpty()) {
            return Optional.of("spec.containers");
        }
        return Stream.of(
                        containers("spec.containers", pod.getSpec().getContainers()),
                        containers("spec.initContainers", pod.getSpec().getInitContainers()),
                        named("spec.volumes", pod.getSpec().getVolumes(), Volume::getName),
                        named("spec.hostAliases", pod.getSpec().getHostAliases(), HostAlias::getIp),
                        named(
                                "spec.readinessGates",
                                pod.getSpec().getReadinessGates(),
                                PodReadinessGate::getConditionType))
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static Optional<String> containers(String path, @Nullable List<Container> containers) {
        return named(path, containers, Container::getName)
                .or(() -> Objects.requireNonNullElse(containers, List.<Container>of()).stream()
                        .flatMap(container -> Stream.of(
                                named(path + "[].env", container.getEnv(), EnvVar::getName),
                                named(path + "[].volumeMounts", container.getVolumeMounts(), VolumeMount::getName)))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    /** An API server leaves out what is empty: a null was written by somebody else. */
    private static <T> Optional<String> named(String path, @Nullable List<T> list, Function<T, @Nullable String> name) {
        if (list == null) {
            return Optional.of(path);
        }
        return list.stream()
                        .anyMatch(element -> Objects.isNull(element)
                                || Objects.requireNonNullElse(name.apply(element), "")
                                        .isEmpty())
                ? Optional.of("the name of one of " + path)
                : Optional.empty();
    }
}
