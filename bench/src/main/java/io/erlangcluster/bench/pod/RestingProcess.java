package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.ProcessFigures;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.Spread;
import io.erlangcluster.bench.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one start of a program that answers look-ups gave.
 *
 * @param start milliseconds from before exec to the first answer
 * @param rss MiB after a rest
 * @param privateDirty MiB after a rest
 */
public record RestingProcess(double start, double rss, double privateDirty) {

    private static final int REST_SECONDS = 4;

    /** Starts {@code command}, which answers on {@code port}, and ends it. */
    public static RestingProcess of(List<String> command, Map<String, String> environment, int port) throws Exception {
        try (FirstAnswer answer = FirstAnswer.of(command, environment, port)) {
            TimeUnit.SECONDS.sleep(REST_SECONDS);
            ProcessFigures process = new ProcessFigures(answer.process().pid());
            return new RestingProcess(answer.millis(), process.rss(), process.privateDirty());
        }
    }

    /** A row for each kind of program, with all of its rounds; {@code what} is the heading of their names. */
    public static Report report(String what, Map<String, List<RestingProcess>> rounds) {
        Map<String, Object> figures = new LinkedHashMap<>();
        Table table = Table.of(what, "first answer, ms", "RSS, MiB", "private dirty, MiB");
        for (Map.Entry<String, List<RestingProcess>> row : rounds.entrySet()) {
            List<RestingProcess> all = row.getValue();
            Spread start = Spread.of(all.stream().map(RestingProcess::start).toList());
            Spread rss = Spread.of(all.stream().map(RestingProcess::rss).toList());
            Spread dirty =
                    Spread.of(all.stream().map(RestingProcess::privateDirty).toList());
            figures.put(row.getKey(), Map.of("start_ms", start, "rss_mb", rss, "private_dirty_mb", dirty));
            table = table.with("`" + row.getKey() + "`", start.toString(), rss.toString(), dirty.toString());
        }
        return new Report(table, figures);
    }
}
