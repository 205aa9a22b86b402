package io.erlangcluster.operator.registry;

import io.erlangcluster.api.Mixing;
import io.erlangcluster.protocol.v1.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** What a change of one node costs in a cluster of so many, and what looking at all of them would. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class RegistryBenchmark {

    @Param({"100", "1000", "10000"})
    private int nodes;

    private final ClusterRegistry registry = new ClusterRegistry("epoch");
    private final Map<String, Known> all = new HashMap<>();
    private final List<byte[]> late = new ArrayList<>();
    private int creation;

    @Setup
    public void fill(Blackhole sidecar) {
        registry.mix(Mixing.DEFAULT);
        for (int slot = 0; slot < nodes; slot++) {
            all.put(name(slot), node(slot, 0));
        }
        registry.publish(all);
        registry.subscribe("web-0", sidecar::consume);
    }

    @Benchmark
    public void oneChange() {
        registry.update(Map.of(name(7), node(7, ++creation)));
    }

    /** Found by looking at everything, as after a change of spec.peers. */
    @Benchmark
    public void oneChangeFoundByDifference() {
        all.put(name(7), node(7, ++creation));
        registry.publish(all);
    }

    @Benchmark
    public int oneChangeAndTheSnapshotOfWhoComesThen() {
        oneChange();
        Consumer<byte[]> newcomer = late::add;
        registry.subscribe("web-1", newcomer);
        registry.unsubscribe(newcomer);
        return late.removeLast().length;
    }

    private static String name(int slot) {
        return "web-" + slot + "@shop.prod";
    }

    private static Known node(int slot, int creation) {
        return new Known(
                Optional.of(Node.newBuilder()
                        .setName(name(slot))
                        .setPhase(Node.Phase.UP)
                        .setPod("web-" + slot)
                        .setPodUid("0f5a4c3e-0000-0000-0000-00000000" + slot)
                        .setPodIp("10.0.0.1")
                        .setTunnelPort(4370)
                        .setCreation(creation)
                        .putLabels("app", "shop")
                        .build()),
                Optional.empty());
    }
}
