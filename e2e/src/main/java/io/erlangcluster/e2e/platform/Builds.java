package io.erlangcluster.e2e.platform;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where the build left the programs that run here. */
public record Builds(Path root) {

    /** The checkout this JVM was started in or below of. */
    public static Builds find() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve("mvnw"))) {
                return new Builds(path);
            }
        }
        throw new IllegalStateException("not inside a checkout: change to it");
    }

    /** The operator as demo and tests run it beside much else: quick to start, and small. */
    public List<String> smallOperator() {
        return operator("-Xmx192m", "-XX:TieredStopAtLevel=1");
    }

    /** The operator, with {@code more} flags. */
    public List<String> operator(String... more) {
        return command("operator", more);
    }

    /** What stands for the sidecar's image; every other container names its own command. */
    public Map<String, List<String>> images() {
        return Map.of(Shop.SIDECAR_IMAGE, command("sidecar"));
    }

    /** As in the image; with its AOT cache too, if the build could make one. */
    private List<String> command(String module, String... more) {
        Path prepared = root.resolve(module).resolve("target/prepared/flags");
        Path flags = Files.isRegularFile(prepared)
                ? prepared
                : root.resolve("images/flags").resolve(module);
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java", "@" + flags));
        command.addAll(List.of(more));
        command.addAll(List.of("-jar", jar(module).toString()));
        return List.copyOf(command);
    }

    private Path jar(String module) {
        Path jar = root.resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing: ./mvnw -pl " + module + " -am package");
        }
        return jar;
    }
}
