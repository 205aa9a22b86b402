package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One look-up among so many names, without sockets. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LookUpBenchmark {

    private static final byte[] WANTED = "node-7".getBytes(StandardCharsets.UTF_8);

    private static final int TOGETHER = 64;

    @Param({"10", "1000", "100000"})
    private int names;

    private final Registrations registrations = new Registrations();
    private final ByteBuf request = Unpooled.directBuffer();
    private final ByteBuf answer = Unpooled.directBuffer();
    private final ByteBuf segment = Unpooled.directBuffer();
    private final EmbeddedChannel kept = new LocalChannel(new EpmdPipeline(
            EpmdSettings.STANDARD.withListen(EpmdSettings.Listen.NETWORK), registrations, RemoteNodes.NONE, () -> {}));

    /** A channel that has an address. */
    private static final class LocalChannel extends EmbeddedChannel {

        private static final SocketAddress EPMD = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 4369);

        LocalChannel(ChannelHandler pipeline) {
            super(pipeline);
        }

        @Override
        protected SocketAddress localAddress0() {
            return EPMD;
        }
    }

    @Setup
    public void register() {
        // Where nobody has said anything about logging, all of it is kept for who might.
        Logger.getLogger("").setLevel(Level.INFO);
        for (int i = 0; i < names; i++) {
            registrations.register(NodePort.normal("node-" + i, 4711));
        }
        request.writeShort(1 + WANTED.length).writeByte('z').writeBytes(WANTED);
        for (int i = 0; i < TOGETHER; i++) {
            segment.writeShort(6 + WANTED.length).writeByte('Z').writeByte(0).writeByte(0);
            segment.writeShort(0).writeByte(WANTED.length).writeBytes(WANTED);
        }
        segment.markReaderIndex();
    }

    /** PORT_PLEASE2 to PORT2_RESP, as EarlyLookUp does it. */
    @Benchmark
    public int early() {
        Optional<NodePort> found =
                EpmdCodec.lookUp(request).flatMap(registrations::find).map(Registration::node);
        new EpmdResponse.PortPlease2Response(found).writeTo(answer.clear());
        return answer.readableBytes();
    }

    /** One of 64 that came together over a kept connection, through its whole pipeline. */
    @Benchmark
    @OperationsPerInvocation(TOGETHER)
    public int kept() {
        kept.writeInbound(segment.resetReaderIndex().retainedSlice());
        int bytes = 0;
        for (Optional<ByteBuf> out = next(); out.isPresent(); out = next()) {
            bytes += out.get().readableBytes();
            out.get().release();
        }
        return bytes;
    }

    private Optional<ByteBuf> next() {
        return Optional.ofNullable(kept.readOutbound());
    }
}
