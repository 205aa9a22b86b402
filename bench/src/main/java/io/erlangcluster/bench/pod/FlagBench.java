package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.ProcessFigures;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** What each of the image's flags gives: a sidecar alone, idle, with all of them and without one, in turn. */
public final class FlagBench implements Measurement {

    private static final String ALL = "nothing";

    /** Others cannot be set without it, and it does nothing by itself. */
    private static final String KEY = "-XX:+UnlockDiagnosticVMOptions";

    /** One compiler thread is too few for two compilers. */
    private static final Map<String, String> GOES_WITH = Map.of("-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1");

    private static final int REST_SECONDS = 4;

    /** What one start gave: milliseconds to the first answer, MiB after a rest. */
    private record Figures(double start, double rss, double privateDirty) {}

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        LoneSidecar sidecar = LoneSidecar.prepare();
        List<String> flags = new ArrayList<>(sidecar.image().flags());
        flags.add(sidecar.image().cache());
        List<String> left = new ArrayList<>(List.of(ALL));
        left.addAll(flags);
        left.addAll(SidecarImage.ENVIRONMENT);
        left.remove(KEY);
        Map<String, List<Figures>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            progress.accept("round " + (round + 1) + " of " + options.rounds());
            for (String one : left) {
                rounds.computeIfAbsent(one, _ -> new ArrayList<>()).add(without(one, sidecar, flags));
            }
        }
        Map<String, Object> figures = new LinkedHashMap<>();
        Table table = Table.of("left out", "first answer, ms", "RSS, MiB", "private dirty, MiB");
        for (Map.Entry<String, List<Figures>> row : rounds.entrySet()) {
            Spread start = Spread.of(row.getValue().stream().map(Figures::start).toList());
            Spread rss = Spread.of(row.getValue().stream().map(Figures::rss).toList());
            Spread dirty =
                    Spread.of(row.getValue().stream().map(Figures::privateDirty).toList());
            String name = row.getKey().replaceAll("=/.*", "");
            figures.put(name, Map.of("start_ms", start, "rss_mb", rss, "private_dirty_mb", dirty));
            table = table.with("`" + name + "`", start.toString(), rss.toString(), dirty.toString());
        }
        return new Report(table, figures);
    }

    private static Figures without(String one, LoneSidecar sidecar, List<String> flags) throws Exception {
        int port = FirstAnswer.freePort();
        List<String> command = sidecar.image().command(other(SidecarImage.ENVIRONMENT, one), other(flags, one));
        try (FirstAnswer answer = FirstAnswer.of(command, sidecar.environment(port), port)) {
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            ProcessFigures process = new ProcessFigures(answer.process().pid());
            return new Figures(answer.millis(), process.rss(), process.privateDirty());
        }
    }

    private static List<String> other(List<String> all, String one) {
        return all.stream()
                .filter(each -> !each.equals(one) && !each.equals(GOES_WITH.get(one)))
                .toList();
    }
}
