package io.erlangcluster.bench.scale;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** {@code push}: one change to all sidecars, beside pods that poll the API instead. */
public final class PushBench implements Measurement {

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        Table table = Table.of("sidecars", "what", "");
        for (int sidecars : options.sizesOr(List.of(1000))) {
            try (Stage stage = new Stage(new Population(sidecars), progress)) {
                Figures measured = new Figures(sidecars, table, figures);
                measured.pushes(Pushes.measure(stage, options.rounds(), 1000, progress), stage);
                measured.polling();
                table = measured.table();
            }
        }
        return new Report(table, figures);
    }
}
