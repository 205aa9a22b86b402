package io.erlangcluster.sidecar.admin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.erlangcluster.sidecar.AllocationBound;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.regex.Pattern;

/** Whatever comes to the port of metrics and health, from inside the pod, where most is answered. */
class RequestFuzzTest {

    private static final Pattern ANSWER =
            Pattern.compile("HTTP/1\\.1 (200|400|404|405|414|431) .*\r\ncontent-type: .*", Pattern.DOTALL);

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false, true);

    @FuzzTest
    void isAnsweredOnceOrWaitedFor(byte[] input) {
        // Selectors have a target of their own: the fuzzer watches their comparisons of text, at more than the parser's
        // cost.
        boolean selects = new String(input, UTF_8).contains("selector");
        String answer = selects ? answer(input) : AllocationBound.of(input.length, () -> answer(input));
        if (!answer.isEmpty()) {
            assertThat(answer).matches(ANSWER);
            assertThat(answer.split("\r\n\r\n", -1)[0]).containsOnlyOnce("content-length");
            assertThat(answer.length()).isLessThan(NodesPage.LENGTH);
        }
    }

    private String answer(byte[] input) {
        EmbeddedChannel channel = new LocalChannel();
        channel.config().setAllocator(allocator);
        channel.pipeline().addLast(AdminServer.http(new Pages(TestReadings.COMPLETE)));
        channel.writeInbound(allocator.buffer(input.length).writeBytes(input));
        StringBuilder answer = new StringBuilder();
        for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
            answer.append(part.toString(UTF_8));
            part.release();
        }
        channel.finishAndReleaseAll();
        assertThat(allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory())
                .as("bytes in buffers nobody released")
                .isZero();
        return answer.toString();
    }

    private static final class LocalChannel extends EmbeddedChannel {

        private static final SocketAddress HERE =
                new InetSocketAddress(InetAddress.getLoopbackAddress(), AdminSettings.PORT);

        @Override
        protected SocketAddress remoteAddress0() {
            return HERE;
        }

        @Override
        protected SocketAddress localAddress0() {
            return HERE;
        }
    }
}
