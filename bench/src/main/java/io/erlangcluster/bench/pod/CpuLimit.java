package io.erlangcluster.bench.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A control group of its own with a part of a CPU, as a container's limit sets it; cgroup v2, or v1 where that has it.
 */
record CpuLimit(Path group) implements AutoCloseable {

    private static final int PERIOD_MICROS = 100_000;

    /** {@code milli} thousandths of a CPU; throws IOException with what the machine lacks. */
    static CpuLimit of(int milli) throws IOException {
        Path v2 = Path.of("/sys/fs/cgroup");
        boolean unified = Files.exists(v2.resolve("cgroup.controllers"));
        Path group = (unified ? v2 : v2.resolve("cpu"))
                .resolve("bench-" + ProcessHandle.current().pid());
        Files.createDirectory(group);
        int quota = milli * PERIOD_MICROS / 1000;
        if (unified) {
            Files.writeString(group.resolve("cpu.max"), quota + " " + PERIOD_MICROS);
        } else {
            Files.writeString(group.resolve("cpu.cfs_period_us"), Integer.toString(PERIOD_MICROS));
            Files.writeString(group.resolve("cpu.cfs_quota_us"), Integer.toString(quota));
        }
        return new CpuLimit(group);
    }

    /** {@code command} under this limit, from its first instruction on. */
    List<String> around(List<String> command) {
        List<String> all = new ArrayList<>(List.of(
                "sh",
                "-c",
                "echo $$ >\"$0\" && exec \"$@\"",
                group.resolve("cgroup.procs").toString()));
        all.addAll(command);
        return all;
    }

    /** All its processes must have ended. */
    @Override
    public void close() throws IOException {
        Files.delete(group);
    }
}
