package io.erlangcluster.bench.micro;

import com.google.protobuf.InvalidProtocolBufferException;
import io.erlangcluster.protocol.v1.Hello;
import io.erlangcluster.protocol.v1.Links;
import io.erlangcluster.protocol.v1.Node;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToOperator;
import io.erlangcluster.protocol.v1.ToSidecar;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The largest messages of the control stream, in a mesh of a thousand. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MessageBenchmark {

    private static final int MESH = 1000;

    private final byte[] hello = hello();
    private final Snapshot.Builder nodes = snapshot();

    @Benchmark
    public byte[] encodeSnapshot() {
        return ToSidecar.newBuilder().setSnapshot(nodes).build().toByteArray();
    }

    @Benchmark
    public ToOperator decodeHello() throws InvalidProtocolBufferException {
        return ToOperator.parseFrom(hello);
    }

    private static byte[] hello() {
        Links.Builder links = Links.newBuilder().setName(name(0));
        for (int peer = 0; peer < MESH; peer++) {
            links.addConnected(name(peer));
        }
        return ToOperator.newBuilder()
                .setHello(Hello.newBuilder().setPod("web-0").addLinks(links))
                .build()
                .toByteArray();
    }

    private static Snapshot.Builder snapshot() {
        Snapshot.Builder snapshot = Snapshot.newBuilder();
        for (int slot = 0; slot < MESH; slot++) {
            snapshot.addNodes(Node.newBuilder()
                    .setName(name(slot))
                    .setPodIp("10.0.0.1")
                    .setTunnelPort(4370)
                    .putLabels("app", "shop"));
        }
        return snapshot;
    }

    private static String name(int slot) {
        return "web-" + slot + "@shop.prod";
    }
}
