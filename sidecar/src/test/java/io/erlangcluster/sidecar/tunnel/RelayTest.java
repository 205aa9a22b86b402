package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RelayTest {

    private final Reads localReads = new Reads();
    private final Reads peerReads = new Reads();
    private final EmbeddedChannel local = channel(localReads);
    private final EmbeddedChannel peer = channel(peerReads);
    private final TunnelCounters counters = new TunnelCounters();

    @BeforeEach
    void join() {
        Relay.join(local, peer, counters);
    }

    @Test
    void whatIsReadHereIsWrittenThereAndCounted() {
        local.writeInbound(bytes(10));
        peer.writeInbound(bytes(3));

        assertThat(sizeOf(peer.readOutbound())).isEqualTo(10);
        assertThat(sizeOf(local.readOutbound())).isEqualTo(3);
        assertThat(counters.bytesOut()).isEqualTo(10);
        assertThat(counters.bytesIn()).isEqualTo(3);
        assertThat(counters.linksOpen()).isEqualTo(1);
    }

    @Test
    void readsOnWhileTheOtherSideTakesIt() {
        assertThat(localReads.count).isEqualTo(1);
        local.writeInbound(bytes(10));

        assertThat(localReads.count).isEqualTo(2);
        peer.releaseOutbound();
    }

    @Test
    void readsNoMoreUntilTheOtherSideIsWritableAgain() {
        setWritable(peer, false);
        local.writeInbound(bytes(10));
        assertThat(localReads.count).isEqualTo(1);

        setWritable(peer, true);
        assertThat(localReads.count).isEqualTo(2);
        assertThat(peerReads.count).isEqualTo(1);
        peer.releaseOutbound();
    }

    @Test
    void theEndOfOneSideEndsTheOtherAfterWhatWasWritten() {
        local.writeInbound(bytes(10));
        local.close().syncUninterruptibly();
        peer.runPendingTasks();

        assertThat(sizeOf(peer.readOutbound())).isEqualTo(10);
        assertThat(peer.isOpen()).isFalse();
        assertThat(counters.linksOpen()).isZero();
    }

    private static final class Reads extends ChannelOutboundHandlerAdapter {
        private int count;

        @Override
        public void read(ChannelHandlerContext ctx) throws Exception {
            count++;
            super.read(ctx);
        }
    }

    private static EmbeddedChannel channel(Reads reads) {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.config().setAutoRead(false);
        channel.pipeline().addLast(reads);
        return channel;
    }

    private static void setWritable(EmbeddedChannel channel, boolean writable) {
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, writable);
        channel.runPendingTasks();
    }

    private static ByteBuf bytes(int count) {
        return Unpooled.wrappedBuffer(new byte[count]);
    }

    private static int sizeOf(Object message) {
        ByteBuf data = (ByteBuf) message;
        int size = data.readableBytes();
        data.release();
        return size;
    }
}
