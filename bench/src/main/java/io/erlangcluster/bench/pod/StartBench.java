package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** From exec to the first answer of EPMD: the sidecar as in its image, with and without a limit, and the C epmd. */
public final class StartBench implements Measurement {

    /** What one row is. */
    private enum Row {
        SIDECAR("sidecar", "start_ms"),
        SIDECAR_500M("sidecar, limit 500m", "start_500m_ms"),
        C_EPMD("C epmd", "c_epmd_start_ms"),
        C_EPMD_500M("C epmd, limit 500m", "c_epmd_start_500m_ms");

        private final String label;
        private final String key;

        Row(String label, String key) {
            this.label = label;
            this.key = key;
        }
    }

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<Row, List<Double>> rounds = new LinkedHashMap<>();
        LoneSidecar sidecar = LoneSidecar.prepare();
        try (CpuLimit limit = CpuLimit.of(500)) {
            for (int round = 0; round < options.rounds(); round++) {
                progress.accept("round " + (round + 1) + " of " + options.rounds());
                for (Row row : Row.values()) {
                    rounds.computeIfAbsent(row, _ -> new ArrayList<>()).add(one(row, sidecar, limit));
                }
            }
        }
        Map<String, Object> figures = new HashMap<>();
        Table table = Table.of("from exec to the first answer, ms", "median (least to most) of " + options.rounds());
        Map<Row, Spread> spreads = new LinkedHashMap<>();
        rounds.forEach((row, millis) -> spreads.put(row, Spread.of(millis)));
        for (Map.Entry<Row, Spread> row : spreads.entrySet()) {
            figures.put(row.getKey().key, row.getValue().median());
            figures.put(row.getKey().key + "_spread", row.getValue());
            table = table.with(row.getKey().label, row.getValue().toString());
        }
        Optional.ofNullable(spreads.get(Row.SIDECAR))
                .ifPresent(ours -> Optional.ofNullable(spreads.get(Row.C_EPMD))
                        .ifPresent(theirs -> figures.put("start_ratio", ours.median() / theirs.median())));
        return new Report(table, figures);
    }

    private static double one(Row row, LoneSidecar sidecar, CpuLimit limit) throws Exception {
        int port = FirstAnswer.freePort();
        List<String> command = switch (row) {
            case SIDECAR, SIDECAR_500M -> sidecar.image().command();
            case C_EPMD, C_EPMD_500M -> List.of("epmd", "-port", Integer.toString(port), "-address", "127.0.0.1");
        };
        boolean limited = row == Row.SIDECAR_500M || row == Row.C_EPMD_500M;
        try (FirstAnswer answer =
                FirstAnswer.of(limited ? limit.around(command) : command, sidecar.environment(port), port)) {
            return answer.millis();
        }
    }
}
