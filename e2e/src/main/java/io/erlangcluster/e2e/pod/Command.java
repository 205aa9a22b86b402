package io.erlangcluster.e2e.pod;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that ends by itself. */
public final class Command {

    private static final long SECONDS = 10;

    private Command() {}

    /** What a command left: its exit code and everything it printed, standard error included. */
    public record Result(int exitCode, String output) {}

    /** Runs it, at most 10 s; throws IllegalStateException if it fails or takes longer. */
    public static String run(String... command) {
        Result result = attempt(command);
        if (result.exitCode() != 0) {
            throw new IllegalStateException(
                    String.join(" ", command) + " ended with " + result.exitCode() + ": " + result.output());
        }
        return result.output();
    }

    /** Runs it, at most 10 s; an exit code of -1 means that it was still running. */
    public static Result attempt(String... command) {
        try {
            Process process = new ProcessBuilder(List.of(command))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            Thread watchdog = Thread.startVirtualThread(() -> limit(process));
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            watchdog.interrupt();
            return new Result(process.exitValue(), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run " + command[0] + ": install it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + String.join(" ", command), e);
        }
    }

    private static void limit(Process process) {
        try {
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
