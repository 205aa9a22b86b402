package io.erlangcluster.e2e.platform;

import io.erlangcluster.e2e.pod.Reaper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A server of ours as a process of its own in the host's network; ended with this run whatever happens. */
public final class ServerProcess implements AutoCloseable {

    private static final long GRACE_SECONDS = 5;

    private static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx192m",
            "-XX:-UsePerfData",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.util.logging.manager=org.jboss.logmanager.LogManager");

    private final Process process;
    private final Path log;

    private ServerProcess(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts {@code java} of this JVM with {@code arguments}; output is appended to {@code log}. */
    static ServerProcess java(List<String> arguments, Path log, Reaper reaper) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("java.home") + "/bin/java"));
        command.addAll(FLAGS);
        command.addAll(arguments);
        return start(command, Map.of(), log, reaper);
    }

    /** Starts {@code command}; output is appended to {@code log}. */
    public static ServerProcess start(List<String> command, Map<String, String> environment, Path log, Reaper reaper) {
        // A session of its own: Ctrl-C in a terminal is for the demo, which then ends the rest in order.
        List<String> apart = new ArrayList<>(List.of("setsid"));
        apart.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(apart)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            reaper.adopt(process);
            process.getOutputStream().close();
            return new ServerProcess(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start " + command + ": see " + log, e);
        }
    }

    /** Waits for a line that begins with {@code start}; returns the rest of it. */
    String awaitLine(String start) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (System.nanoTime() < deadline && process.isAlive()) {
            Optional<String> rest = line(start);
            if (rest.isPresent()) {
                return rest.get();
            }
            pause();
        }
        throw new IllegalStateException("no line \"" + start + "...\": see " + log);
    }

    private Optional<String> line(String start) {
        try {
            // Only whole lines: the rest of the last one may still come.
            String text = Files.readString(log);
            return text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(line -> line.startsWith(start))
                    .findFirst()
                    .map(line -> line.substring(start.length()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + log, e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** SIGKILL: it cannot say goodbye to anybody. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        close(GRACE_SECONDS);
    }

    /** Asks it to end; after {@code graceSeconds} it is not asked any more. */
    void close(long graceSeconds) {
        process.destroy();
        process.onExit()
                .completeOnTimeout(process, graceSeconds, TimeUnit.SECONDS)
                .join();
        if (process.isAlive()) {
            kill();
        }
    }
}
