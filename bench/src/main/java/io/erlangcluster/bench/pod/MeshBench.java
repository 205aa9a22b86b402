package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import io.erlangcluster.e2e.pod.RunningPod;
import java.net.InetAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * From the last VM that registers to the complete mesh of ten: by the operator and its sidecars; by a loop in every VM
 * that asks the API for pods and connects, once when it starts and then every 5 s; and by the same loop where its first
 * look is at any time of those 5 s, as it is when the loop ran before the last pod was listed.
 */
public final class MeshBench implements Measurement {

    private static final int PODS = 10;
    private static final int TICK_MILLIS = 5000;
    private static final int REST_SECONDS = 3;

    /** Who connects the VMs. */
    private enum By {
        OPERATOR("operator and sidecars", "mesh"),
        LOOP_AT_START("loop, first look at its start", "poll_at_start"),
        LOOP("loop, first look at any time of its tick", "poll");

        private final String label;
        private final String key;

        By(String label, String key) {
            this.label = label;
            this.key = key;
        }
    }

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<By, List<Double>> rounds = new EnumMap<>(By.class);
        try (Pods pods = Pods.start(PODS, PODS, progress);
                ApiDoor door = door(pods)) {
            for (int round = 0; round < options.rounds(); round++) {
                for (By by : By.values()) {
                    try (Formation mesh = form(by, pods, door)) {
                        progress.accept("round " + (round + 1) + " of " + options.rounds() + ", " + by.label + ": "
                                + Math.round(mesh.millis()) + " ms");
                        rounds.computeIfAbsent(by, _ -> new ArrayList<>()).add(mesh.millis());
                    }
                    // Until nobody takes the VMs that are gone for members any more.
                    TimeUnit.SECONDS.sleep(REST_SECONDS);
                }
            }
        }
        Map<String, Object> figures = new HashMap<>();
        Table table = Table.of("ten VMs, connected by", "ms from the last registration, p50 (least to most)");
        for (By by : By.values()) {
            Spread spread = Spread.of(rounds.getOrDefault(by, List.of()));
            figures.put(by.key + "_p50_ms", spread.median());
            figures.put(by.key + "_worst_ms", spread.most());
            figures.put(by.key + "_ms", rounds.getOrDefault(by, List.of()));
            table = table.with(by.label, spread.toString());
        }
        double ours = (double) figures.getOrDefault("mesh_p50_ms", Double.NaN);
        figures.put("poll_ratio", ours / (double) figures.getOrDefault("poll_p50_ms", Double.NaN));
        figures.put("poll_at_start_ratio", ours / (double) figures.getOrDefault("poll_at_start_p50_ms", Double.NaN));
        return new Report(table, figures);
    }

    private static ApiDoor door(Pods pods) throws Exception {
        InetAddress host = pods.platform().operatorAddress().getAddress();
        return ApiDoor.open(host, URI.create(pods.platform().apiUrl()));
    }

    private static Formation form(By by, Pods pods, ApiDoor door) throws Exception {
        return switch (by) {
            case OPERATOR -> Formation.joined(pods);
            case LOOP_AT_START -> polling(pods, door, 1);
            case LOOP -> polling(pods, door, TICK_MILLIS);
        };
    }

    private static Formation polling(Pods pods, ApiDoor door, int firstWithin) throws Exception {
        List<RunningPod> all = pods.bare();
        String host = '"' + pods.platform().operatorAddress().getAddress().getHostAddress() + '"';
        return Formation.of(
                all,
                pod -> pods.bareVm(pod, List.of()),
                (pod, vm) -> vm.call(
                        "poll",
                        Pods.name(pod),
                        Integer.toString(all.size() - 1),
                        host,
                        Integer.toString(door.port()),
                        Integer.toString(ThreadLocalRandom.current().nextInt(firstWithin)),
                        Integer.toString(TICK_MILLIS)));
    }
}
