package io.erlangcluster.bench.floor;

import io.erlangcluster.bench.Measurement;
import io.erlangcluster.bench.Options;
import io.erlangcluster.bench.Report;
import io.erlangcluster.bench.pod.FirstAnswer;
import io.erlangcluster.bench.pod.LoneSidecar;
import io.erlangcluster.bench.pod.RestingProcess;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** First answer and memory of the least programs that answer a look-up, and of a sidecar alone, in turn. */
public final class FloorBench implements Measurement {

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
        Map<String, List<RestingProcess>> rounds = new LinkedHashMap<>();
        for (int round = 0; round < options.rounds(); round++) {
            progress.accept("round " + (round + 1) + " of " + options.rounds());
            for (Map.Entry<String, IntFunction<List<String>>> program : programs.entrySet()) {
                int port = FirstAnswer.freePort();
                rounds.computeIfAbsent(program.getKey(), _ -> new ArrayList<>())
                        .add(RestingProcess.of(program.getValue().apply(port), sidecar.environment(port), port));
            }
        }
        java.delete();
        netty.delete();
        return RestingProcess.report("program", rounds);
    }
}
