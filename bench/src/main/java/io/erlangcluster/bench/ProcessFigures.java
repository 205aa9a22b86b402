package io.erlangcluster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/** What /proc says of one process. */
public record ProcessFigures(long pid) {

    /** Linux shows clock ticks of 10 ms. */
    private static final int TICK_MILLIS = 10;

    /** User and system time, of all its threads, in steps of 10 ms. */
    public Duration cpu() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS);
    }

    /** Resident set, MiB. */
    public double rss() throws IOException {
        return mebibytes("Rss:");
    }

    /** Pages that no other process shares and that no file backs up, MiB. */
    public double privateDirty() throws IOException {
        return mebibytes("Private_Dirty:");
    }

    /** Resident set with shared pages divided among those who share them, MiB. */
    public double pss() throws IOException {
        return mebibytes("Pss:");
    }

    /** Open files, sockets among them. */
    public long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            return open.count();
        }
    }

    /** Threads, the VM's own among them. */
    public long threads() throws IOException {
        try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
            return tasks.count();
        }
    }

    private double mebibytes(String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup")).stream()
                        .filter(line -> line.startsWith(field))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
                        .sum()
                / 1024.0;
    }
}
