package io.erlangcluster.bench.scale;

import io.erlangcluster.bench.Table;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Map;

/** What was measured with so many sidecars, as rows and by name. */
final class Figures {

    /** libcluster's Kubernetes strategy: polling_interval is 5,000 ms unless configured. */
    private static final double POLL_SECONDS = 5;

    /** Assumed: a pod with one container and few labels, in a list, as JSON. */
    private static final double POLLED_BYTES_PER_POD = 1800;

    private final int sidecars;
    private final Map<String, Object> figures;
    private Table table;

    Figures(int sidecars, Table table, Map<String, Object> figures) {
        this.sidecars = sidecars;
        this.table = table;
        this.figures = figures;
    }

    Table table() {
        return table;
    }

    void pushes(Pushes pushes, Stage stage) throws IOException, InterruptedException {
        row("change to sidecar, p50, ms", "push_p50_ms", pushes.p50());
        row("change to sidecar, p99, ms", "push_p99_ms", pushes.p99());
        row("change to the last sidecar, ms", "push_max_ms", pushes.max());
        row(
                "operator's CPU for a change in each of " + stage.population().clusters() + " clusters, ms",
                "push_cpu_ms",
                pushes.cpu());
        row("operator's requests to the API for a change", "push_requests", pushes.requests());
        row("operator's requests to the API in " + pushes.idle().toSeconds() + " idle s", "idle_requests", (double)
                pushes.idleRequests());
        row("operator's CPU while idle, ms/s", "idle_cpu_ms_per_s", pushes.idleCpu());
        row(
                "operator's heap after a full collection, MiB",
                "heap_mb",
                stage.operator().heap());
        row("operator's resident set, MiB", "rss_mb", stage.operator().figures().rss());
        row(
                "operator's largest resident set, MiB",
                "rss_peak_mb",
                stage.operator().peakRss());
        wrong(stage);
    }

    /** Computed: what polling pods would ask of the API server. */
    void polling() {
        double requests = sidecars / POLL_SECONDS;
        int listed = Math.min(sidecars, Population.LARGEST);
        row("computed: requests/s of as many pods that poll every 5 s", "polling_requests_per_s", requests);
        row(
                "computed: MB/s that they are answered",
                "polling_mb_per_s",
                requests * listed * POLLED_BYTES_PER_POD / 1e6);
    }

    void restart(double start, double resync, Stage stage) throws IOException, InterruptedException {
        row("operator killed to the new one's listening, s", "restart_listening_s", start);
        row("from there until all have their registry, s", "resync_s", resync);
        row(
                "heap after a full collection then, MiB",
                "resync_heap_mb",
                stage.operator().heap());
        row("largest resident set, MiB", "resync_rss_peak_mb", stage.operator().peakRss());
        row("warnings in the operator's log", "resync_warnings", (double)
                stage.operator().complaints().size());
        table = table.with(
                Integer.toString(sidecars),
                "streams that ended meanwhile",
                stage.fleet().endings().toString());
        wrong(stage);
    }

    private void wrong(Stage stage) {
        table = table.with(
                Integer.toString(sidecars),
                "gaps and partial snapshots seen; load average",
                stage.fleet().errors() + "; "
                        + ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        figures.put("wrong_" + sidecars, stage.fleet().errors().size());
    }

    private void row(String what, String name, Object value) {
        table = table.with(
                Integer.toString(sidecars),
                what,
                value instanceof Double number ? String.format(Locale.ROOT, "%.1f", number) : value.toString());
        figures.put(name + "_" + sidecars, value);
    }
}
