package io.erlangcluster.bench.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The root filesystem of the sidecar's image, as bin/bench has it made: its Java, its flags, its AOT cache. */
public record SidecarImage(Path root) {

    /** What stands before java in the entrypoint. */
    static final List<String> ENVIRONMENT = List.of("LANG=C.UTF-8", "MALLOC_ARENA_MAX=1");

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
    public List<String> command() {
        return command(ENVIRONMENT, List.of(flagsFile(), cache()));
    }

    /** The same with another environment and other flags. */
    List<String> command(List<String> environment, List<String> flags) {
        List<String> command = new ArrayList<>(java(environment, flags));
        command.add("-Djava.library.path=" + root.resolve("usr/lib"));
        command.add("-jar");
        command.add(root.resolve("app/quarkus-run.jar").toString());
        return List.copyOf(command);
    }

    /** The image's Java with its flags and environment, and another AOT cache; what it runs is to follow. */
    public List<String> java(String cache) {
        return java(ENVIRONMENT, List.of(flagsFile(), cache));
    }

    private List<String> java(List<String> environment, List<String> flags) {
        List<String> java = new ArrayList<>(List.of("env"));
        java.addAll(environment);
        java.add(root.resolve("opt/java/bin/java").toString());
        java.addAll(flags);
        return List.copyOf(java);
    }

    private String flagsFile() {
        return "@" + root.resolve("app/main.flags");
    }

    /** The flags in its file. */
    List<String> flags() throws IOException {
        return Files.readAllLines(root.resolve("app/main.flags"));
    }

    /** The flag that has Java use the AOT cache. */
    String cache() {
        return "-XX:AOTCache=" + root.resolve("app/main.aot");
    }

    /** Whether the process has mapped the cache: Java goes on without one that it does not like. */
    boolean cacheIsUsedBy(long pid) throws IOException {
        return Files.readString(Path.of("/proc", Long.toString(pid), "maps")).contains("main.aot");
    }
}
