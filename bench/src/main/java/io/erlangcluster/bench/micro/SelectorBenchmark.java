package io.erlangcluster.bench.micro;

import io.erlangcluster.selector.LabelSelector;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Asked of every pod of a namespace whenever its cluster is looked at. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SelectorBenchmark {

    private final LabelSelector selector = LabelSelector.parse("app=shop,tier in (web,worker),!canary");
    private final Map<String, String> labels = Map.of("app", "shop", "tier", "web", "pod-template-hash", "5d9c7b");

    @Benchmark
    public boolean match() {
        return selector.matches(labels);
    }
}
