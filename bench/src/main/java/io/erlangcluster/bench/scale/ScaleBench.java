package io.erlangcluster.bench.scale;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Table;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code scale}: as {@code push}, and then the operator is killed and all sidecars come back at once. */
public final class ScaleBench implements Measurement {

    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        Table table = Table.of("sidecars", "what", "");
        for (int sidecars : options.sizesOr(List.of(10_000))) {
            try (Stage stage = new Stage(new Population(sidecars), progress)) {
                Figures measured = new Figures(sidecars, table, figures);
                measured.pushes(Pushes.measure(stage, options.rounds(), 1000, progress), stage);
                long killed = stage.restartOperator();
                stage.awaitListening();
                double start = seconds(killed);
                stage.awaitSynced(PATIENCE);
                measured.restart(start, seconds(killed) - start, stage);
                table = measured.table();
            }
        }
        return new Report(table, figures);
    }

    private static double seconds(long since) {
        return (System.nanoTime() - since) / 1e9;
    }
}
