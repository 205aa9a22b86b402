package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.ProcessFigures;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import io.erlangcluster.e2e.pod.RunningPod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What a sidecar takes in a mesh of ten with TLS: of all ten while they are idle, then of two between which 100,000
 * look-ups and 1 GiB went.
 */
public final class MemoryBench implements Measurement {

    private static final int PODS = 10;
    private static final int SETTLE_SECONDS = 15;
    private static final int LOOK_UPS = 100_000;
    private static final int MESSAGE = 64 * 1024;
    private static final int MESSAGES = 16 * 1024;

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<String, List<Double>> seen = new TreeMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            try (Pods pods = Pods.start(PODS, 0, progress)) {
                measure(pods, seen, progress);
            }
        }
        Map<String, Object> figures = new HashMap<>();
        Table table = Table.of("sidecar", "RSS MiB", "private dirty MiB", "PSS MiB", "threads");
        for (String when : List.of("", "_loaded")) {
            List<String> row = new ArrayList<>(List.of(
                    when.isEmpty() ? "idle, all ten" : "two, after " + LOOK_UPS + " look-ups by the one and 1 GiB"));
            for (String what : List.of("rss", "private_dirty", "pss", "threads")) {
                String key = what + when + (what.equals("threads") ? "" : "_mb");
                Spread spread = Spread.of(seen.getOrDefault(what + when, List.of()));
                figures.put(key, spread.median());
                figures.put(key + "_spread", spread);
                row.add(spread.toString());
            }
            table = table.with(row.toArray(String[]::new));
        }
        return new Report(table, figures);
    }

    private static void measure(Pods pods, Map<String, List<Double>> seen, Consumer<String> progress) throws Exception {
        try (Formation mesh = Formation.joined(pods)) {
            progress.accept("a mesh of " + mesh.vms().size() + ", idle for " + SETTLE_SECONDS + " s");
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            List<RunningPod> all = pods.joined();
            for (RunningPod pod : all) {
                look(pods.sidecar(pod), "", seen);
            }
            seen.forEach((figure, values) -> progress.accept("idle " + figure + " " + Spread.of(values)));
            progress.accept(LOOK_UPS + " look-ups");
            Vm first = mesh.vms().getFirst();
            String peer = Pods.name(all.get(1));
            String alive = '"' + peer.substring(1, peer.indexOf('@')) + '"';
            double found = first.call("look_ups", alive, Integer.toString(LOOK_UPS), "8")
                    .getFirst();
            if (found < LOOK_UPS) {
                throw new IllegalStateException("only " + found + " look-ups were answered");
            }
            progress.accept("1 GiB from " + Pods.name(all.getFirst()) + " to " + peer);
            first.call("stream", peer, Integer.toString(MESSAGE), Integer.toString(MESSAGES));
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            look(pods.sidecar(all.getFirst()), "_loaded", seen);
            look(pods.sidecar(all.get(1)), "_loaded", seen);
        }
    }

    private static void look(long pid, String when, Map<String, List<Double>> seen) throws Exception {
        ProcessFigures process = new ProcessFigures(pid);
        add(seen, "rss" + when, process.rss());
        add(seen, "private_dirty" + when, process.privateDirty());
        add(seen, "pss" + when, process.pss());
        add(seen, "threads" + when, (double) process.threads());
    }

    private static void add(Map<String, List<Double>> seen, String figure, double value) {
        seen.computeIfAbsent(figure, _ -> new ArrayList<>()).add(value);
    }
}
