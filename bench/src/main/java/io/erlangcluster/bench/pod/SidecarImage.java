package io.erlangcluster.bench.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The root filesystem of the sidecar's image, as bin/bench has it made: its Java, its flags, its AOT cache. */
record SidecarImage(Path root) {

    /** The one of this checkout; {@code bench.image} names another. */
    static SidecarImage find() {
        Path root = Path.of(System.getProperty("bench.image", "target/images/sidecar"))
                .toAbsolutePath();
        if (!Files.isRegularFile(root.resolve("app/main.aot"))) {
            throw new IllegalStateException(root + " is missing or has no AOT cache: bin/images sidecar makes it");
        }
        return new SidecarImage(root);
    }

    /** The image's entrypoint and environment, without a change of root. */
    List<String> command() {
        return List.of(
                "env",
                "LANG=C.UTF-8",
                "MALLOC_ARENA_MAX=1",
                root.resolve("opt/java/bin/java").toString(),
                "@" + root.resolve("app/main.flags"),
                "-Djava.library.path=" + root.resolve("usr/lib"),
                "-XX:AOTCache=" + root.resolve("app/main.aot"),
                "-jar",
                root.resolve("app/quarkus-run.jar").toString());
    }

    /** Whether the process has mapped the cache: Java goes on without one that it does not like. */
    boolean cacheIsUsedBy(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "maps")).contains("main.aot");
    }
}
