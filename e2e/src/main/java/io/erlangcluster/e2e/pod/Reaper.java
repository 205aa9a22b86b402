package io.erlangcluster.e2e.pod;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** A process of its own that removes this run's namespaces, bridge and children however this JVM ends. */
public final class Reaper implements AutoCloseable {

    private static final Path RUNS = Path.of("/run/erlangcluster");

    private final String run =
            "ec" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong(), 6);
    private final Path directory = RUNS.resolve(run);

    /** Removes what dead runs left, then watches this one. */
    public Reaper() {
        try {
            Files.createDirectories(directory);
            Path script = directory.resolve("reaper.sh");
            try (InputStream source = Objects.requireNonNull(Reaper.class.getResourceAsStream("reaper.sh"))) {
                Files.copy(source, script, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(
                    directory.resolve("owner"), identity(ProcessHandle.current().pid()) + "\n");
            Command.run("bash", script.toString(), RUNS.toString(), "sweep");
            new ProcessBuilder("setsid", "bash", script.toString(), RUNS.toString(), "watch", run)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + directory + ": run as root", e);
        }
    }

    /** A name for this run that no other has; short enough to begin an interface's name. */
    public String run() {
        return run;
    }

    /** Has {@code process}, which runs in no namespace of ours, killed with the rest. */
    public void adopt(Process process) {
        try {
            Files.writeString(
                    directory.resolve("children"),
                    identity(process.pid()) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + directory, e);
        }
    }

    /** Process id and start time in ticks (proc_pid_stat(5), field 22), which together never come twice. */
    private static String identity(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        return pid + " " + stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[19];
    }

    /** Tells the watching process that nothing is left to do but itself. */
    @Override
    public void close() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.toList()) {
                if (!file.endsWith("owner") && !file.endsWith("reaper.sh")) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot clear " + directory, e);
        }
    }
}
