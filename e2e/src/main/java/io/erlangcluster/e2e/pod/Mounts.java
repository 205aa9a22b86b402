package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.VolumeMount;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A container's volumes where it wants them. {@code ip netns exec} gives every process a mount namespace of its own, so
 * nobody else sees them.
 */
record Mounts(Volumes volumes) {

    /** A mount point need not exist on this machine: its nearest folder that does is covered by a tmpfs, once. */
    private static final String MOUNT = """
            set -e
            while [ "$1" != -- ]; do
                there=$2
                until [ -d "$there" ]; do there=${there%/*}; done
                if [ "$there" != "$2" ] && [ "$(findmnt -n -o SOURCE -T "$there")" != pod ]; then
                    mount -t tmpfs pod "$there"
                fi
                mkdir -p "$2"
                mount --bind "$1" "$2"
                [ "$3" != ro ] || mount -o remount,ro,bind "$2"
                shift 3
            done
            shift
            exec "$@"
            """;

    /** {@code command} with the volumes of {@code container} in place. */
    List<String> around(Container container, List<String> command) throws IOException {
        List<String> wrapped = new ArrayList<>(List.of("sh", "-c", MOUNT, "mounts"));
        int empty = wrapped.size();
        for (VolumeMount mount : container.getVolumeMounts()) {
            Optional<Path> folder = volumes.folder(mount.getName());
            if (folder.isPresent()) {
                wrapped.addAll(List.of(folder.get().toString(), checked(mount.getMountPath()), mode(mount)));
            }
        }
        if (wrapped.size() == empty) {
            return command;
        }
        wrapped.add("--");
        wrapped.addAll(command);
        return wrapped;
    }

    private static String mode(VolumeMount mount) {
        return Boolean.TRUE.equals(mount.getReadOnly()) ? "ro" : "rw";
    }

    private static String checked(String path) {
        if (!Path.of(path).isAbsolute() || Path.of(path).getNameCount() < 2) {
            throw new IllegalArgumentException("a volume must be mounted below a folder, not at " + path);
        }
        return path;
    }
}
