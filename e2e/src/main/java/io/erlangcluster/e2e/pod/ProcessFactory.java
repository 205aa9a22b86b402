package io.erlangcluster.e2e.pod;

import io.fabric8.kubernetes.api.model.Container;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Starts a container's process: in its pod's namespaces, with nothing but its own environment. */
final class ProcessFactory {

    /** As in the images of the distributions. */
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

    private final Path directory;
    private final Mounts mounts;
    private final NetworkNamespace namespace;
    private final ImageTable images;
    private final ContainerEnvironment environment;

    /** Each container's output goes to CONTAINER.log of {@code directory}. */
    ProcessFactory(
            Path directory,
            Volumes volumes,
            NetworkNamespace namespace,
            ImageTable images,
            ContainerEnvironment environment) {
        this.directory = directory;
        this.mounts = new Mounts(volumes);
        this.namespace = namespace;
        this.images = images;
        this.environment = environment;
    }

    Process start(Container container) throws IOException {
        Path home = Files.createDirectories(directory.resolve(container.getName() + ".home"));
        List<String> command = mounts.around(
                container, images.commandLine(container.getImage(), container.getCommand(), container.getArgs()));
        // A session of its own: Ctrl-C in a terminal is for the runner, which then stops pods in order.
        ProcessBuilder builder =
                new ProcessBuilder(Stream.concat(Stream.of("setsid"), namespace.inside(command).stream())
                        .toList());
        builder.environment().clear();
        builder.environment().put("PATH", PATH);
        builder.environment().put("HOME", home.toString());
        builder.environment().put("HOSTNAME", environment.hostname());
        builder.environment().putAll(environment.resolve(container.getEnv()));
        return builder.directory(home.toFile())
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        directory.resolve(container.getName() + ".log").toFile()))
                .start();
    }
}
