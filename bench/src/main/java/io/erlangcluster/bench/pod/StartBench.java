package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import io.erlangcluster.e2e.pod.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
        Path identity = identity();
        try (CpuLimit limit = CpuLimit.of(500)) {
            for (int round = 0; round < options.rounds(); round++) {
                progress.accept("round " + (round + 1) + " of " + options.rounds());
                for (Row row : Row.values()) {
                    rounds.computeIfAbsent(row, _ -> new ArrayList<>()).add(one(row, identity, limit));
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

    private static double one(Row row, Path identity, CpuLimit limit) throws Exception {
        int port = FirstAnswer.freePort();
        List<String> command = switch (row) {
            case SIDECAR, SIDECAR_500M -> SidecarImage.find().command();
            case C_EPMD, C_EPMD_500M -> List.of("epmd", "-port", Integer.toString(port), "-address", "127.0.0.1");
        };
        boolean limited = row == Row.SIDECAR_500M || row == Row.C_EPMD_500M;
        return FirstAnswer.millis(limited ? limit.around(command) : command, environment(port, identity), port);
    }

    /** As injection sets it, with an operator that nobody is. */
    private static Map<String, String> environment(int port, Path identity) {
        return Map.ofEntries(
                Map.entry("ERLANGCLUSTER_NAME", "shop"),
                Map.entry("ERLANGCLUSTER_NAMESPACE", "prod"),
                Map.entry("ERLANGCLUSTER_POD", "web-0"),
                Map.entry("ERLANGCLUSTER_POD_UID", "1"),
                Map.entry("ERLANGCLUSTER_POD_IP", "127.0.0.1"),
                Map.entry("ERLANGCLUSTER_NODE_NAME", "web-0@shop.prod"),
                Map.entry("ERLANGCLUSTER_COOKIES", identity.toString()),
                Map.entry("ERLANGCLUSTER_TOKEN_FILE", identity.resolve("token").toString()),
                Map.entry("ERLANGCLUSTER_CA_FILE", identity.resolve("ca.crt").toString()),
                Map.entry("ERLANGCLUSTER_OPERATOR", "wss://127.0.0.1:1"),
                Map.entry("ERLANGCLUSTER_LISTEN", "127.0.0.1"),
                Map.entry("ERLANGCLUSTER_EPMD_PORT", Integer.toString(port)),
                Map.entry("ERLANGCLUSTER_TUNNEL_PORT", "0"),
                Map.entry("ERLANGCLUSTER_ADMIN_PORT", "0"));
    }

    private static Path identity() throws IOException {
        Path directory = Files.createTempDirectory("bench-identity");
        Files.writeString(directory.resolve("token"), "token");
        Files.writeString(directory.resolve("cookie"), "cookie");
        Certificates.authority(directory, "ca");
        Command.run("chmod", "-R", "a+rX", directory.toString());
        return directory;
    }
}
