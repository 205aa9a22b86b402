package io.erlangcluster.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Clients that ask again as soon as they are answered.
 *
 * @param clients how many at once
 * @param time how long
 */
public record Load(int clients, Duration time) {

    /** One request and its answer; true if the answer was the right one. */
    @FunctionalInterface
    public interface Request {
        boolean ask() throws Exception;
    }

    /** What came of it. */
    public static final class Outcome {

        private final Duration time;
        private final long failures;
        private final long[] latencies;

        private Outcome(Duration time, long failures, long[] latencies) {
            this.time = time;
            this.failures = failures;
            this.latencies = latencies;
        }

        /** Requests that were answered wrongly or not at all. */
        public long failures() {
            return failures;
        }

        /** Requests that were answered rightly. */
        public long answered() {
            return latencies.length;
        }

        public double perSecond() {
            return latencies.length / (time.toNanos() / 1e9);
        }

        /** In microseconds; {@code share} is 0.99 for p99. */
        public double percentile(double share) {
            return latencies.length == 0
                    ? Double.NaN
                    : latencies[Math.min(latencies.length - 1, (int) (share * latencies.length))] / 1000.0;
        }
    }

    /** Runs one {@code client} per number from 0 until the time is over. */
    public Outcome run(IntFunction<Request> client) throws Exception {
        long begin = System.nanoTime();
        List<Long> failures = new ArrayList<>();
        List<long[]> latencies = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<Outcome>> running = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                Request request = client.apply(i);
                Callable<Outcome> loop = () -> loop(request, begin + time.toNanos());
                running.add(threads.submit(loop));
            }
            for (Future<Outcome> one : running) {
                failures.add(one.get().failures());
                latencies.add(one.get().latencies);
            }
        }
        long[] all = latencies.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        return new Outcome(
                Duration.ofNanos(System.nanoTime() - begin),
                failures.stream().mapToLong(Long::longValue).sum(),
                all);
    }

    private static Outcome loop(Request request, long end) {
        long failures = 0;
        long[] latencies = new long[1024];
        int count = 0;
        long now = System.nanoTime();
        while (now < end) {
            boolean right;
            try {
                right = request.ask();
            } catch (Exception reset) {
                right = false;
            }
            long answered = System.nanoTime();
            if (right) {
                latencies = count == latencies.length ? Arrays.copyOf(latencies, count * 2) : latencies;
                latencies[count++] = answered - now;
            } else {
                failures++;
            }
            now = answered;
        }
        return new Outcome(Duration.ZERO, failures, Arrays.copyOf(latencies, count));
    }
}
