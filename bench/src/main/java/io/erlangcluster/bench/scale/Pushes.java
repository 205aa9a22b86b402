package io.erlangcluster.bench.scale;

import io.erlangcluster.bench.Spread;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * What pushing costs.
 *
 * @param p50 milliseconds from the write in the API to the delta at a sidecar
 * @param cpu milliseconds of the operator's CPU for one change in every cluster
 * @param idleCpu milliseconds of the operator's CPU in a second without changes
 * @param idleRequests what the operator asked the API in {@code idle}
 * @param requests what the operator asked the API for each change
 */
record Pushes(
        Spread p50,
        Spread p99,
        Spread max,
        Spread cpu,
        double idleCpu,
        Duration idle,
        long idleRequests,
        double requests,
        List<String> asked) {

    private static final int PUSHES = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** More than the shortest time between two deltas: each is told by itself. */
    private static final Duration APART = Duration.ofMillis(250);

    private static final Duration IDLE = Duration.ofSeconds(10);

    static Pushes measure(Stage stage, int rounds, int firstCreation, Consumer<String> progress) throws Exception {
        // What the arrival of so many caused has to come to rest, links that are written with delay included.
        settle(stage, progress);
        ApiProcess.Requests before = stage.api().requests();
        Duration cpuBefore = stage.operator().figures().cpu();
        Thread.sleep(IDLE);
        double idleCpu = stage.operator().figures().cpu().minus(cpuBefore).toMillis() / (double) IDLE.toSeconds();
        ApiProcess.Requests idle = stage.api().requests();
        int creation = firstCreation;
        push(stage, creation++, PUSHES); // to warm up
        creation += PUSHES;
        List<Double> p50 = new ArrayList<>();
        List<Double> p99 = new ArrayList<>();
        List<Double> max = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        long askedBefore = stage.api().requests().count();
        for (int round = 0; round < rounds; round++) {
            Duration spent = stage.operator().figures().cpu();
            long began = System.nanoTime();
            long[] latencies = push(stage, creation, PUSHES);
            creation += PUSHES;
            double seconds = (System.nanoTime() - began) / 1e9;
            cpu.add((stage.operator().figures().cpu().minus(spent).toMillis() - idleCpu * seconds) / PUSHES);
            p50.add(latencies[latencies.length / 2] / 1e6);
            p99.add(latencies[(int) (latencies.length * 0.99)] / 1e6);
            max.add(latencies[latencies.length - 1] / 1e6);
            progress.accept("round " + (round + 1) + ": p50 " + p50.getLast() + " p99 " + p99.getLast() + " ms");
        }
        ApiProcess.Requests after = stage.api().requests();
        long changes = (long) rounds * PUSHES * stage.population().clusters();
        return new Pushes(
                Spread.of(p50),
                Spread.of(p99),
                Spread.of(max),
                Spread.of(cpu),
                idleCpu,
                IDLE,
                idle.count() - before.count(),
                // Ours is one for each change.
                (after.count() - askedBefore - changes) / (double) changes,
                after.latest());
    }

    private static void settle(Stage stage, Consumer<String> progress) throws Exception {
        long last = -1;
        for (int quiet = 0, looks = 0; quiet < 3 && looks < 60; looks++) {
            long now = stage.api().requests().count();
            quiet = now == last ? quiet + 1 : 0;
            last = now;
            Thread.sleep(2000);
        }
        progress.accept("quiet after " + last + " requests");
    }

    private static long[] push(Stage stage, int firstCreation, int pushes) throws Exception {
        List<Push> done = new ArrayList<>();
        for (int i = 0; i < pushes; i++) {
            Push push = stage.fleet().expect(new Push(firstCreation + i, stage.population()));
            push.write(stage.api());
            if (!push.await(PATIENCE)) {
                throw new IllegalStateException("a change did not reach all sidecars within " + PATIENCE.toSeconds()
                        + " s; streams that ended: " + stage.fleet().endings());
            }
            done.add(push);
            Thread.sleep(APART);
        }
        return done.stream().flatMapToLong(Push::latencies).sorted().toArray();
    }
}
