package io.erlangcluster.bench.floor;

import io.erlangcluster.bench.pod.FirstAnswer;
import io.erlangcluster.bench.pod.SidecarImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of this package with the Java and the flags of the sidecar's image, and an AOT cache of its own. */
record RecordedProgram(SidecarImage image, Path cache, List<String> classPath, String main) {

    private static final int REHEARSED_SECONDS = 2;

    /** Runs it once and has its cache made; {@code jars} matches the names of those it needs beside ours. */
    static RecordedProgram of(SidecarImage image, Class<?> main, String jars) throws Exception {
        Path directory = Files.createTempDirectory("bench-floor");
        List<String> classPath = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(":", -1)) {
            String name = Path.of(entry).getFileName().toString();
            if (name.startsWith("erlang-cluster-bench") || name.matches(jars)) {
                classPath.add(Path.of(entry).toAbsolutePath().toString());
            }
        }
        RecordedProgram program =
                new RecordedProgram(image, directory.resolve("main.aot"), List.copyOf(classPath), main.getName());
        program.rehearse();
        return program;
    }

    private void rehearse() throws Exception {
        int port = FirstAnswer.freePort();
        List<String> command = command("-XX:AOTCacheOutput=" + cache, port);
        try (FirstAnswer answer = FirstAnswer.of(command, Map.of(), port)) {
            TimeUnit.SECONDS.sleep(REHEARSED_SECONDS);
            answer.process().destroy();
            answer.process().waitFor();
        }
        if (!Files.isRegularFile(cache)) {
            throw new IllegalStateException("no AOT cache was made: " + String.join(" ", command));
        }
        // What is not on the disk yet counts as dirty in who maps it.
        try (FileChannel file = FileChannel.open(cache, StandardOpenOption.WRITE)) {
            file.force(true);
        }
    }

    List<String> command(int port) {
        return command("-XX:AOTCache=" + cache, port);
    }

    private List<String> command(String cacheFlag, int port) {
        List<String> command = new ArrayList<>(image.java(cacheFlag));
        command.addAll(List.of("-cp", String.join(":", classPath), main, Integer.toString(port)));
        return List.copyOf(command);
    }

    /** Cleans up. */
    void delete() throws IOException {
        Files.deleteIfExists(cache);
        Files.deleteIfExists(cache.getParent());
    }
}
