package io.erlangcluster.bench.scale;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** API server, operator and sidecars: three processes, the sidecars in this one. */
final class Stage implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final Duration LOOK = Duration.ofSeconds(5);

    private final Population population;
    private final Consumer<String> progress;
    private final Path logs;
    private final ApiProcess api;
    private final int port;
    private final Fleet fleet;
    private OperatorProcess operator;

    /** Until every sidecar has its snapshot. */
    Stage(Population population, Consumer<String> progress) throws IOException, InterruptedException {
        this.population = population;
        this.progress = progress;
        logs = Files.createTempDirectory("erlangcluster-scale-");
        progress.accept("logs in " + logs);
        api = ApiProcess.start(population, logs.resolve("api.log"));
        List<String> tokens = IntStream.range(0, population.sidecars())
                .parallel()
                .mapToObj(api::token)
                .toList();
        port = OperatorProcess.freePort();
        progress.accept(population.sidecars() + " pods and nodes are in the API");
        operator = OperatorProcess.start(api.url(), port, logs.resolve("operator.log"));
        fleet = new Fleet(population, tokens, api.trustBundle(), port);
        progress.accept("the operator serves, sidecars connect");
        fleet.connect();
        awaitSynced(PATIENCE);
    }

    Population population() {
        return population;
    }

    ApiProcess api() {
        return api;
    }

    OperatorProcess operator() {
        return operator;
    }

    Fleet fleet() {
        return fleet;
    }

    void awaitSynced(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean all = false;
        while (!all && System.nanoTime() < deadline) {
            all = Await.until(
                    LOOK, () -> Optional.of(fleet.synced()).filter(synced -> synced == population.sidecars()));
            if (!all) {
                progress.accept(fleet.synced() + " have their registry; ended: " + fleet.endings() + "; wrong: "
                        + fleet.errors());
            }
        }
        progress.accept(
                fleet.synced() + " sidecars have their registry; streams that ended before: " + fleet.endings());
        if (!all) {
            throw new IllegalStateException("of " + population.sidecars() + " sidecars " + fleet.synced()
                    + " have their registry, see " + logs);
        }
    }

    /** Kills the operator and starts another at once; returns when that was. */
    long restartOperator() throws IOException {
        operator.close();
        fleet.forgetFailures();
        long killed = System.nanoTime();
        operator = OperatorProcess.start(api.url(), port, logs.resolve("operator-again.log"));
        return killed;
    }

    /** Waits until someone accepts connections at the operator's port again. */
    void awaitListening() throws InterruptedException {
        Await.value("the operator, see " + logs, PATIENCE, () -> {
            try (var probe = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return Optional.of(probe.getLocalPort());
            }
        });
    }

    @Override
    public void close() {
        fleet.close();
        operator.close();
        api.close();
    }
}
