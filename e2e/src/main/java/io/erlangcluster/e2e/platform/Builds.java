package io.erlangcluster.e2e.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Where the build left the programs that run here. */
public record Builds(Path root) {

    /** As in the sidecar's image: small, quick to start, alike in every pod. */
    private static final List<String> SIDECAR_FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xmx32m",
            "-Xss256k",
            "-XX:TieredStopAtLevel=1",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow");

    /** The checkout this JVM was started in or below of. */
    public static Builds find() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve("mvnw"))) {
                return new Builds(path);
            }
        }
        throw new IllegalStateException("not inside a checkout: change to it");
    }

    public Path operatorJar() {
        return jar("operator");
    }

    /** What stands for the sidecar's image; every other container names its own command. */
    public Map<String, List<String>> images() {
        return Map.of(
                Shop.SIDECAR_IMAGE,
                Stream.of(
                                List.of(System.getProperty("java.home") + "/bin/java"),
                                SIDECAR_FLAGS,
                                List.of("-jar", jar("sidecar").toString()))
                        .flatMap(List::stream)
                        .toList());
    }

    private Path jar(String module) {
        Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: ./mvnw -pl " + module + " -am package");
        }
        return jar;
    }
}
