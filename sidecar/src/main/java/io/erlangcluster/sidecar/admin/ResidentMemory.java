package io.erlangcluster.sidecar.admin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** How much of this process is in RAM, by proc_pid_status(5): in kB, whereas statm counts pages of unknown size. */
public final class ResidentMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final String LINE = "VmRSS:";

    private ResidentMemory() {}

    /** In bytes; empty where there is no such file. */
    public static OptionalLong bytes() {
        try {
            return bytes(Files.readString(STATUS));
        } catch (IOException elsewhere) {
            return OptionalLong.empty();
        }
    }

    static OptionalLong bytes(String status) {
        return status.lines()
                .filter(line -> line.startsWith(LINE))
                .mapToLong(line -> Long.parseLong(
                                line.substring(LINE.length()).replace("kB", "").strip())
                        * 1024)
                .findFirst();
    }
}
