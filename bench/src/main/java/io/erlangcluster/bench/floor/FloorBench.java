package io.erlangcluster.bench.floor;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.ProcessFigures;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import io.erlangcluster.bench.pod.FirstAnswer;
import io.erlangcluster.bench.pod.LoneSidecar;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** First answer and memory of the least programs that answer a look-up, and of a sidecar alone, in turn. */
public final class FloorBench implements Measurement {

    private static final int REST_SECONDS = 4;

    /** What one start gave: milliseconds to the first answer, MiB after a rest. */
    private record Figures(double start, double rss, double privateDirty) {}

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        LoneSidecar sidecar = LoneSidecar.prepare();
        progress.accept("recording AOT caches");
        RecordedProgram java = RecordedProgram.of(sidecar.image(), BareJava.class, "nothing else");
        RecordedProgram netty =
                RecordedProgram.of(sidecar.image(), BareNetty.class, "netty-(buffer|common|resolver|transport)-\\d.*");
        Map<String, IntFunction<List<String>>> programs = new LinkedHashMap<>();
        programs.put("Java alone", java::command);
        programs.put("Netty alone", netty::command);
        programs.put("sidecar", _ -> sidecar.image().command());
        Map<String, List<Figures>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            progress.accept("round " + (round + 1) + " of " + options.rounds());
            for (Map.Entry<String, IntFunction<List<String>>> program : programs.entrySet()) {
                int port = FirstAnswer.freePort();
                rounds.computeIfAbsent(program.getKey(), _ -> new ArrayList<>())
                        .add(one(program.getValue().apply(port), sidecar.environment(port), port));
            }
        }
        java.delete();
        netty.delete();
        return report(rounds);
    }

    private static Figures one(List<String> command, Map<String, String> environment, int port) throws Exception {
        try (FirstAnswer answer = FirstAnswer.of(command, environment, port)) {
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            ProcessFigures process = new ProcessFigures(answer.process().pid());
            return new Figures(answer.millis(), process.rss(), process.privateDirty());
        }
    }

    private static Report report(Map<String, List<Figures>> rounds) {
        Map<String, Object> figures = new LinkedHashMap<>();
        Table table = Table.of("", "first answer, ms", "RSS, MiB", "private dirty, MiB");
        for (Map.Entry<String, List<Figures>> row : rounds.entrySet()) {
            Spread start = Spread.of(row.getValue().stream().map(Figures::start).toList());
            Spread rss = Spread.of(row.getValue().stream().map(Figures::rss).toList());
            Spread dirty =
                    Spread.of(row.getValue().stream().map(Figures::privateDirty).toList());
            figures.put(
                    row.getKey().toLowerCase(Locale.ROOT).replace(' ', '_'),
                    Map.of("start_ms", start, "rss_mb", rss, "private_dirty_mb", dirty));
            table = table.with(row.getKey(), start.toString(), rss.toString(), dirty.toString());
        }
        return new Report(table, figures);
    }
}
