package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container's emptyDir volumes: a folder of the pod's, which outlives the container's process, mounted where the
 * container wants it. {@code ip netns exec} gives every process a mount namespace of its own, so nobody else sees it.
 * Two mounts must not share a parent: the later would hide the earlier.
 */
record Mounts(Path volumes, Pod pod) {

    /** The parent is covered by a tmpfs first, because the mount point need not exist on this machine. */
    private static final String MOUNT =
            "mount -t tmpfs tmpfs \"${2%/*}\" && mkdir \"$2\" && mount --bind \"$1\" \"$2\" && shift 2 && exec \"$@\"";

    /** {@code command} with the volumes of {@code container} in place. */
    List<String> around(Container container, List<String> command) throws IOException {
        List<String> wrapped = command;
        for (VolumeMount mount : container.getVolumeMounts()) {
            if (volume(mount.getName()).filter(it -> it.getEmptyDir() != null).isPresent()) {
                wrapped = around(mount, wrapped);
            }
        }
        return wrapped;
    }

    private List<String> around(VolumeMount mount, List<String> command) throws IOException {
        if (Path.of(mount.getMountPath()).getNameCount() < 2) {
            throw new IllegalArgumentException(
                    "volume " + mount.getName() + " must be mounted below a folder, not at " + mount.getMountPath());
        }
        Path folder = Files.createDirectories(volumes.resolve(mount.getName()));
        List<String> wrapped =
                new ArrayList<>(List.of("sh", "-c", MOUNT, "mount", folder.toString(), mount.getMountPath()));
        wrapped.addAll(command);
        return wrapped;
    }

    private Optional<Volume> volume(String name) {
        return pod.getSpec().getVolumes().stream()
                .filter(volume -> volume.getName().equals(name))
                .findFirst();
    }
}
