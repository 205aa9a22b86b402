package io.erlangcluster.bench.scale;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.erlangcluster.protocol.v1.Delta;
import io.erlangcluster.protocol.v1.Snapshot;
import io.erlangcluster.protocol.v1.ToSidecar;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One stream of one sidecar: says Hello, pings, and keeps of the registry no more than its version. */
@SuppressWarnings("FutureReturnValueIgnored") // a stream that fails ends, and its end is counted
final class SimulatedSidecar extends SimpleChannelInboundHandler<WebSocketFrame> {

    private static final Duration PING = Duration.ofSeconds(15);

    private final int number;
    private final int expectedNodes;
    private final Supplier<byte[]> hello;
    private final Fleet fleet;
    private Optional<Future<?>> pings = Optional.empty();
    private boolean synced;
    private long version;

    SimulatedSidecar(int number, int expectedNodes, Supplier<byte[]> hello, Fleet fleet) {
        this.number = number;
        this.expectedNodes = expectedNodes;
        this.hello = hello;
        this.fleet = fleet;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            ctx.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(hello.get())));
            long first = ThreadLocalRandom.current().nextLong(PING.toMillis());
            pings = Optional.of(ctx.executor()
                    .scheduleAtFixedRate(
                            () -> ctx.writeAndFlush(new PingWebSocketFrame()),
                            first,
                            PING.toMillis(),
                            TimeUnit.MILLISECONDS));
        }
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) throws IOException {
        if (frame instanceof CloseWebSocketFrame close) {
            fleet.ended(close.statusCode() + " " + close.reasonText());
        } else if (frame instanceof BinaryWebSocketFrame) {
            long now = System.nanoTime();
            ByteBuf content = frame.content();
            int field = WireFormat.getTagFieldNumber(content.getByte(content.readerIndex()));
            switch (field) {
                case ToSidecar.SNAPSHOT_FIELD_NUMBER -> snapshot(content);
                case ToSidecar.DELTA_FIELD_NUMBER ->
                    delta(ToSidecar.parseFrom(ByteBufUtil.getBytes(content)).getDelta(), now);
                case ToSidecar.REFUSED_FIELD_NUMBER ->
                    fleet.ended("refused: "
                            + ToSidecar.parseFrom(ByteBufUtil.getBytes(content))
                                    .getRefused()
                                    .getMessage());
                default -> {}
            }
        }
    }

    /** Counts the nodes and makes none of them: ten thousand times a thousand would be the simulator's time. */
    private void snapshot(ByteBuf content) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(content.nioBuffer());
        in.readTag();
        in.pushLimit(in.readRawVarint32());
        int nodes = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (WireFormat.getTagFieldNumber(tag)) {
                case Snapshot.VERSION_FIELD_NUMBER -> version = in.readUInt64();
                case Snapshot.NODES_FIELD_NUMBER -> {
                    nodes++;
                    in.skipField(tag);
                }
                default -> in.skipField(tag);
            }
        }
        if (nodes != expectedNodes) {
            fleet.wrong("a snapshot of " + nodes + " nodes instead of " + expectedNodes);
        } else if (!synced) {
            synced = true;
            fleet.synced(1);
        }
    }

    private void delta(Delta delta, long now) {
        if (delta.getFromVersion() != version) {
            fleet.wrong("a delta from " + delta.getFromVersion() + " at " + version);
        }
        version = delta.getVersion();
        delta.getPutList().forEach(node -> fleet.arrived(number, node.getCreation(), now));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        pings.ifPresent(task -> task.cancel(false));
        if (synced) {
            synced = false;
            fleet.synced(-1);
        }
        fleet.again(number);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fleet.ended(cause.getClass().getSimpleName());
        ctx.close();
    }
}
