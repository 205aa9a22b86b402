package io.erlangcluster.bench.epmd;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Ten rounds of 20,000 short connections of every kind and 1,000 held registrations against one {@code bin/epmd}: does
 * it grow? The bounds are on the difference between the first round, which warms it up, and the last.
 */
public final class EpmdSoak implements Measurement {

    private static final int ROUNDS = 10;
    private static final int CONNECTIONS = 20_000;
    private static final int HELD = 1000;
    private static final int CLIENTS = 8;

    private static final double MAX_RSS_GROWTH = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Table table = Table.of("after", "RSS MiB", "descriptors", "threads", "while held: RSS MiB", "descriptors");
        List<Footprint> idle = new ArrayList<>();
        List<Footprint> held = new ArrayList<>();
        long failures = 0;
        try (Server server = Server.start(Server.Kind.OURS)) {
            Footprint fresh = Footprint.of(server.figures());
            table = table.with(row("start", fresh, "", ""));
            for (int round = 1; round <= ROUNDS; round++) {
                progress.accept("round " + round + " of " + ROUNDS);
                failures += connections(server);
                try (HeldNames names = HeldNames.register(server, HELD)) {
                    failures += HELD - names.count();
                    held.add(Footprint.of(server.figures()));
                }
                idle.add(settled(server, fresh.descriptors()));
                table = table.with(row(
                        round * CONNECTIONS + " connections",
                        idle.getLast(),
                        mebibytes(held.getLast().rss()),
                        Long.toString(held.getLast().descriptors())));
            }
            return new Report(table, figures(idle, held, failures), failure(fresh, idle, failures));
        }
    }

    /** How many were not answered as they should. */
    private static long connections(Server server) throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<Long>> running = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                Callable<Long> asks = () -> failuresOf(server, number);
                running.add(threads.submit(asks));
            }
            long failures = 0;
            for (Future<Long> one : running) {
                failures += one.get();
            }
            return failures;
        }
    }

    private static long failuresOf(Server server, int client) throws IOException {
        long failures = 0;
        try (ShortConnections connections = new ShortConnections(server, client)) {
            for (int i = 0; i < CONNECTIONS / CLIENTS; i++) {
                try {
                    failures += connections.ask() ? 0 : 1;
                } catch (IOException unanswered) {
                    failures++;
                }
            }
        }
        return failures;
    }

    /** Once the server noticed that all clients are gone, or ran out of patience. */
    private static Footprint settled(Server server, long descriptors) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.figures().descriptors() > descriptors && System.nanoTime() < deadline) {
            Thread.sleep(20);
        }
        return Footprint.of(server.figures());
    }

    private static Map<String, Object> figures(List<Footprint> idle, List<Footprint> held, long failures) {
        return Map.of(
                "soak",
                Map.of(
                        "connections",
                        ROUNDS * CONNECTIONS,
                        "registrations",
                        ROUNDS * HELD,
                        "failures",
                        failures,
                        "rss_mib",
                        Spread.of(idle.stream().map(Footprint::rss).toList()),
                        "rss_held_mib",
                        Spread.of(held.stream().map(Footprint::rss).toList()),
                        "rss_growth_mib",
                        idle.getLast().rss() - idle.getFirst().rss()));
    }

    private static Optional<String> failure(Footprint fresh, List<Footprint> idle, long failures) {
        Footprint first = idle.getFirst();
        Footprint last = idle.getLast();
        if (failures > 0) {
            return Optional.of(failures + " connections were not answered as they should");
        }
        if (last.descriptors() > fresh.descriptors()) {
            return Optional.of("descriptors grew from " + fresh.descriptors() + " to " + last.descriptors());
        }
        if (last.threads() > first.threads()) {
            return Optional.of("threads grew from " + first.threads() + " to " + last.threads());
        }
        if (last.rss() - first.rss() > MAX_RSS_GROWTH) {
            return Optional.of("memory grew from " + mebibytes(first.rss()) + " to " + mebibytes(last.rss())
                    + " MiB, allowed are " + mebibytes(MAX_RSS_GROWTH));
        }
        return Optional.empty();
    }

    private static String[] row(String after, Footprint idle, String heldRss, String heldDescriptors) {
        return new String[] {
            after,
            mebibytes(idle.rss()),
            Long.toString(idle.descriptors()),
            Long.toString(idle.threads()),
            heldRss,
            heldDescriptors
        };
    }

    private static String mebibytes(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }
}
