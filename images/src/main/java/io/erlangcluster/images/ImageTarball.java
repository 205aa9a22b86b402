package io.erlangcluster.images;

import com.google.cloud.tools.jib.api.CacheDirectoryCreationException;
import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.InvalidImageReferenceException;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.RegistryException;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/**
 * An OCI image layout as a tar. The same root filesystem gives the same bytes.
 *
 * @param name as in {@code erlang-cluster-sidecar:0.1.0}
 * @param root what is in it
 * @param entrypoint what it runs, as user and group 65532
 */
record ImageTarball(String name, Path root, List<String> entrypoint) {

    private static final String USER = "65532:65532";

    /** As everywhere in the build: project.build.outputTimestamp. */
    private static final Instant CREATED = Instant.parse("2026-01-01T00:00:00Z");

    private static final Map<String, String> ENVIRONMENT = Map.of(
            // Before the first line of Java runs, the C library decides what a file name is.
            "LANG", "C.UTF-8",
            // One arena: glibc's default of eight per core costs some MiB of memory in every pod.
            "MALLOC_ARENA_MAX", "1",
            "PATH", "/usr/bin:/opt/java/bin");

    /**
     * Writes it.
     *
     * @param cache a folder for compressed layers
     * @return the manifest's digest, {@code sha256:...}
     */
    String write(Path tar, Path cache)
            throws IOException, InvalidImageReferenceException, InterruptedException, ExecutionException,
                    RegistryException, CacheDirectoryCreationException {
        return Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(architecture(), "linux")))
                .setCreationTime(CREATED)
                .setUser(USER)
                .setWorkingDirectory(AbsoluteUnixPath.get("/"))
                .setEnvironment(ENVIRONMENT)
                .setEntrypoint(entrypoint)
                .setFileEntriesLayers(new RootFilesystem(root).layers())
                .containerize(Containerizer.to(TarImage.at(tar).named(name))
                        .setOfflineMode(true)
                        .setBaseImageLayersCache(cache)
                        .setApplicationLayersCache(cache))
                .getDigest()
                .toString();
    }

    private static String architecture() {
        String architecture = System.getProperty("os.arch");
        return architecture.equals("aarch64") ? "arm64" : architecture;
    }

    /** {@code ImageTarball NAME ROOT TAR CACHE ENTRYPOINT...} writes one and prints its digest. */
    public static void main(String[] arguments) throws Exception {
        ImageTarball image = new ImageTarball(
                arguments[0], Path.of(arguments[1]), Arrays.asList(arguments).subList(4, arguments.length));
        System.out.println(image.write(Path.of(arguments[2]), Path.of(arguments[3])));
    }
}
