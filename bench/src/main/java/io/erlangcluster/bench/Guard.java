package io.erlangcluster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.erlangcluster.bench.epmd.EpmdBench;
import io.erlangcluster.bench.pod.TunnelBench;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Consumer;

/** Whether a release has become slower, beside others on the same machine, than guard.properties allows. */
final class Guard implements Measurement {

    private static final List<Integer> NAMES = List.of(10, 1000);

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        Map<String, Object> figures = new LinkedHashMap<>();
        Options epmd = new Options("epmd", options.rounds(), options.time(), NAMES, false);
        figures.putAll(new EpmdBench().run(epmd, progress).figures());
        figures.put("tunnel", new TunnelBench().run(options, progress).figures());
        return judge(bounds(), figures);
    }

    /** Which of {@code figures} are where they should be. */
    static Report judge(List<Bound> bounds, Map<String, Object> figures) {
        JsonNode measured = new ObjectMapper().valueToTree(figures);
        Table table = Table.of("figure", "is", "should be", "");
        List<String> beyond = new ArrayList<>();
        for (Bound bound : bounds) {
            boolean holds = bound.holds(measured);
            table = table.with(
                    bound.pointer(),
                    String.format(Locale.ROOT, "%.2f", bound.in(measured)),
                    bound.toString(),
                    holds ? "" : "BEYOND");
            if (!holds) {
                beyond.add(bound.pointer());
            }
        }
        return new Report(
                table,
                figures,
                beyond.isEmpty()
                        ? Optional.empty()
                        : Optional.of("beyond their bounds, see guard.properties: " + String.join(", ", beyond)));
    }

    /** Those of guard.properties, by name. */
    static List<Bound> bounds() throws IOException {
        Properties file = new Properties();
        try (InputStream in = Objects.requireNonNull(Guard.class.getResourceAsStream("guard.properties"))) {
            file.load(in);
        }
        return file.stringPropertyNames().stream()
                .sorted()
                .map(name -> Bound.of(name, file.getProperty(name)))
                .toList();
    }
}
