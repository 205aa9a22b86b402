package io.erlangcluster.sidecar.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DistChannelTest {

    private static final Term.Pid PID = new Term.Pid(Term.atom("us@here"), 1, 0, 5);

    private final List<String> told = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final DistChannel wire = new DistChannel(channel, new Told());

    DistChannelTest() {
        channel.pipeline().addLast(wire);
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void aTickIsAnsweredAtOnce() {
        channel.writeInbound(Unpooled.EMPTY_BUFFER);
        assertThat(written()).isEqualTo("00000000");
    }

    @Test
    void aMessageToARegisteredNameIsOnePassThroughFrame() {
        wire.send(PID, "rex", Term.atom("hi"));
        assertThat(written())
                .isEqualTo("0000002870" + "83680461065877077573406865726500000001000000000000000577007703726578"
                        + "8377026869");
    }

    @Test
    void aMessageToUsArrives() {
        receive(Term.tuple(Term.integer(2), Term.atom(""), PID), Term.atom("hello"));
        assertThat(told).containsExactly("1 hello");
    }

    @Test
    void controlMessagesThatDoNotConcernUsAreSkipped() {
        receive(Term.tuple(Term.integer(1), PID, PID));
        receive(Term.tuple(Term.integer(6), PID, Term.atom(""), Term.atom("net_kernel")), Term.atom("x"));
        receive(Term.atom("nonsense"));
        assertThat(told).isEmpty();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void anotherFrameTypeEndsTheConnection() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {(byte) 131, 68, 0}));
        assertThat(channel.isOpen()).isFalse();
        assertThat(told).containsExactly("closed");
    }

    @Test
    void aMalformedTermEndsTheConnection() {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {112, (byte) 131, 104, 9}));
        assertThat(told).containsExactly("closed");
    }

    private void receive(Term... terms) {
        ByteBuf frame = Unpooled.buffer().writeByte(112);
        for (Term term : terms) {
            TermEncoder.encode(term, frame);
        }
        channel.writeInbound(frame);
    }

    private String written() {
        ByteBuf out = channel.readOutbound();
        try {
            return ByteBufUtil.hexDump(out);
        } finally {
            out.release();
        }
    }

    private final class Told implements DistChannel.Inbox {
        @Override
        public void sent(Term.Pid to, Term message) {
            told.add(to.id() + " " + message);
        }

        @Override
        public void down(Term.Ref ref, Term reason) {
            told.add("down");
        }

        @Override
        public void silent() {
            told.add("silent");
        }

        @Override
        public void closed() {
            told.add("closed");
        }
    }
}
