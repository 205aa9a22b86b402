package io.erlangcluster.bench.pod;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What each of the image's flags gives: a sidecar alone, idle, with all of them and without one, in turn. */
public final class FlagBench implements Measurement {

    private static final String ALL = "nothing";

    /** Others cannot be set without it, and it does nothing by itself. */
    private static final String KEY = "-XX:+UnlockDiagnosticVMOptions";

    /** One compiler thread is too few for two compilers, and Java's own least is more than this most. */
    private static final Map<String, String> GOES_WITH = Map.of(
            "-XX:TieredStopAtLevel=1", "-XX:CICompilerCount=1", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10");

    @Override
    public Report run(Options options, Consumer<String> progress) throws Exception {
        LoneSidecar sidecar = LoneSidecar.prepare();
        List<String> flags = new ArrayList<>(sidecar.image().flags());
        flags.add(sidecar.image().cache());
        List<String> left = new ArrayList<>(List.of(ALL));
        left.addAll(flags);
        left.addAll(SidecarImage.ENVIRONMENT);
        left.remove(KEY);
        Map<String, List<RestingProcess>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            progress.accept("round " + (round + 1) + " of " + options.rounds());
            for (String one : left) {
                rounds.computeIfAbsent(one.replaceAll("=/.*", ""), _ -> new ArrayList<>())
                        .add(without(one, sidecar, flags));
            }
        }
        return RestingProcess.report("left out", rounds);
    }

    private static RestingProcess without(String one, LoneSidecar sidecar, List<String> flags) throws Exception {
        int port = FirstAnswer.freePort();
        List<String> command = sidecar.image().command(other(SidecarImage.ENVIRONMENT, one), other(flags, one));
        return RestingProcess.of(command, sidecar.environment(port), port);
    }

    private static List<String> other(List<String> all, String one) {
        return all.stream()
                .filter(each -> !each.equals(one) && !each.equals(GOES_WITH.get(one)))
                .toList();
    }
}
