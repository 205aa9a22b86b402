package io.erlangcluster.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.erlangcluster.bench.epmd.EpmdBench;
import io.erlangcluster.bench.epmd.EpmdSoak;
import io.erlangcluster.bench.floor.FloorBench;
import io.erlangcluster.bench.pod.FlagBench;
import io.erlangcluster.bench.pod.MemoryBench;
import io.erlangcluster.bench.pod.MeshBench;
import io.erlangcluster.bench.pod.StartBench;
import io.erlangcluster.bench.pod.TunnelBench;
import io.erlangcluster.bench.scale.PushBench;
import io.erlangcluster.bench.scale.ScaleBench;
import java.util.List;
import java.util.Map;

/** {@code bin/bench SUBCOMMAND [--json] [--rounds N] [--seconds N]}. */
final class Bench {

    private static final Map<String, Measurement> SUBCOMMANDS = Map.ofEntries(
            Map.entry("epmd", new EpmdBench()),
            Map.entry("soak", new EpmdSoak()),
            Map.entry("push", new PushBench()),
            Map.entry("scale", new ScaleBench()),
            Map.entry("guard", new Guard()),
            Map.entry("memory", new MemoryBench()),
            Map.entry("start", new StartBench()),
            Map.entry("flags", new FlagBench()),
            Map.entry("floor", new FloorBench()),
            Map.entry("mesh", new MeshBench()),
            Map.entry("tunnel", new TunnelBench()));

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        // Clients of the embedded API leave threads that would wait for ever.
        Thread.currentThread().setUncaughtExceptionHandler((_, failure) -> {
            failure.printStackTrace();
            System.exit(1);
        });
        Options options;
        try {
            options = Options.parse(List.of(arguments), SUBCOMMANDS.keySet());
        } catch (IllegalArgumentException wrong) {
            System.err.println("bench: " + wrong.getMessage());
            System.exit(2);
            return;
        }
        Measurement measurement = SUBCOMMANDS.getOrDefault(options.subcommand(), new EpmdBench());
        Report report = measurement.run(options, line -> System.err.println("# " + line));
        report.table().lines().forEach(System.out::println);
        if (options.json()) {
            System.out.println(new ObjectMapper().writeValueAsString(report.figures()));
        }
        if (report.failure().isPresent()) {
            System.err.println("bench: " + report.failure().get());
            System.exit(1);
        }
        System.exit(0);
    }
}
