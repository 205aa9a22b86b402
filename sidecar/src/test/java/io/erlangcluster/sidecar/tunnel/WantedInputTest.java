package io.erlangcluster.sidecar.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WantedInputTest {

    private final List<String> heard = new ArrayList<>();
    private final EmbeddedChannel channel = channel();

    @Test
    void whatWasAskedForPasses() {
        read();
        channel.writeInbound(bytes("a"));

        assertThat(heard).containsExactly("a", "complete");
    }

    @Test
    void whatNobodyAskedForWaitsForTheNextRead() {
        channel.writeInbound(bytes("a"));
        assertThat(heard).isEmpty();

        read();
        assertThat(heard).containsExactly("a", "complete");
    }

    @Test
    void anEndNobodyAskedForComesAfterWhatWasBeforeIt() {
        channel.writeInbound(bytes("a"));
        end();
        assertThat(heard).isEmpty();

        read();
        assertThat(heard).containsExactly("a", "complete");
        read();
        assertThat(heard).containsExactly("a", "complete", "end");
    }

    @Test
    void anEndAfterTheLastReadWasServedWaitsForTheNextOne() {
        read();
        channel.writeInbound(bytes("a"));
        end();
        assertThat(heard).containsExactly("a", "complete");

        read();
        assertThat(heard).containsExactly("a", "complete", "end");
    }

    @Test
    void anEndThatWasAskedForPasses() {
        read();
        end();

        assertThat(heard).containsExactly("end");
    }

    @Test
    void whatIsKeptGoesWithTheChannel() {
        ByteBuf kept = bytes("a");
        channel.writeInbound(kept);

        channel.close().syncUninterruptibly();

        assertThat(kept.refCnt()).isZero();
    }

    private void read() {
        channel.read();
        channel.runPendingTasks();
    }

    private void end() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    private EmbeddedChannel channel() {
        EmbeddedChannel embedded = new EmbeddedChannel();
        embedded.config().setAutoRead(false);
        embedded.pipeline().addLast(new WantedInput(), new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext ctx, Object message) {
                ByteBuf bytes = (ByteBuf) message;
                heard.add(bytes.toString(StandardCharsets.US_ASCII));
                bytes.release();
            }

            @Override
            public void channelReadComplete(ChannelHandlerContext ctx) {
                heard.add("complete");
            }

            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                heard.add("end");
            }
        });
        return embedded;
    }
}
