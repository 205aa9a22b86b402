package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The pod's emptyDir volumes: folders of its own below {@code directory}. A container here sees the machine's files, so
 * it finds its mount by the variables that name it: they get the folder's path instead.
 */
record EmptyDirs(Pod pod, Path directory) {

    Map<String, String> redirect(Container container, Map<String, String> environment) {
        Map<String, String> redirected = new LinkedHashMap<>(environment);
        Set<String> names = pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getEmptyDir() != null)
                .map(Volume::getName)
                .collect(Collectors.toSet());
        for (VolumeMount mount : container.getVolumeMounts()) {
            if (names.contains(mount.getName())) {
                String folder = directory
                        .resolve(pod.getMetadata().getUid() + "." + mount.getName())
                        .toString();
                redirected.replaceAll((name, value) -> value.equals(mount.getMountPath()) ? folder : value);
            }
        }
        return redirected;
    }
}
