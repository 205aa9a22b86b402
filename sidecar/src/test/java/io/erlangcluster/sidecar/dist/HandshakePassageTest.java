package io.erlangcluster.sidecar.dist;

import static io.erlangcluster.sidecar.dist.PassingHandshakeTest.ack;
import static io.erlangcluster.sidecar.dist.PassingHandshakeTest.challenge;
import static io.erlangcluster.sidecar.dist.PassingHandshakeTest.name;
import static io.erlangcluster.sidecar.dist.PassingHandshakeTest.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.dist.PassingHandshake.Dialler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.DecoderException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandshakePassageTest {

    private final PassingHandshake handshake = new PassingHandshake(Dialler.PEER, false, () -> List.of("cookie"));
    private final EmbeddedChannel vm = new EmbeddedChannel(HandshakePassage.fromVm(handshake, () -> {}));
    private final EmbeddedChannel peer = new EmbeddedChannel(HandshakePassage.fromPeer(handshake));

    @Test
    void aHandshakeCutAnyhowPassesAndThenItIsOutOfTheWay() {
        pass(peer, name(1), 1);
        pass(vm, frame("sok"), 3);
        pass(vm, challenge(1, 99), 5);
        byte[] seen = pass(peer, reply(7, new byte[16]), 4);
        assertThat(seen).endsWith(CookieDigest.of("cookie", 99));
        assertThat(peer.pipeline().get(HandshakePassage.class)).isNull();

        ByteBuf ackAndData =
                framed(ack(CookieDigest.of("cookie", 7))).writeInt(0).writeByte(112);
        byte[] expected = ByteBufUtil.getBytes(ackAndData);
        vm.writeInbound(ackAndData);
        assertThat(all(vm)).isEqualTo(expected);
        assertThat(vm.pipeline().get(HandshakePassage.class)).isNull();
    }

    @Test
    void whatIsNoHandshakePassesUnread() {
        byte[] clientHello = {22, 3, 1, 2, 0, 1, 0, 1};
        vm.writeInbound(Unpooled.copiedBuffer(clientHello));
        assertThat(all(vm)).isEqualTo(clientHello);
        assertThat(vm.pipeline().get(HandshakePassage.class)).isNull();
    }

    @Test
    void oneByteThatBeginsNoHandshakeWaitsForNothing() {
        vm.writeInbound(Unpooled.copiedBuffer(new byte[] {22}));
        assertThat(all(vm)).containsExactly(22);
    }

    @Test
    void whatCameBeforeAnEndInTheMiddleIsPassedOn() {
        vm.writeInbound(Unpooled.copiedBuffer(new byte[] {0, 9, 's', 'o'}));
        assertThat(all(vm)).isEmpty();
        vm.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(all(vm)).containsExactly(0, 9, 's', 'o');
    }

    @Test
    void aLinkThatMustBeHiddenNeedsAHandshake() {
        EmbeddedChannel hidden = new EmbeddedChannel(
                HandshakePassage.fromVm(new PassingHandshake(Dialler.VM, true, () -> List.of("cookie")), () -> {}));
        assertThatThrownBy(() -> hidden.writeInbound(Unpooled.copiedBuffer(new byte[] {22, 3, 1, 2, 0, 1, 0, 1})))
                .isInstanceOf(CorruptedFrameException.class);
        assertThat(hidden.<Object>readInbound()).isNull();
    }

    @Test
    void aFrameThatIsTooLongInTheMiddleIsRefused() {
        pass(vm, frame("sok"), 5);
        assertThatThrownBy(() -> vm.writeInbound(Unpooled.buffer().writeShort(2049)))
                .isInstanceOf(CorruptedFrameException.class);
    }

    @Test
    void nothingOfAWrongProofPasses() {
        AtomicInteger told = new AtomicInteger();
        EmbeddedChannel dialler =
                new EmbeddedChannel(HandshakePassage.fromVm(handshakeOfADialler(), told::incrementAndGet));
        ByteBuf wrong = framed(reply(7, new byte[16]));
        assertThatThrownBy(() -> dialler.writeInbound(wrong))
                .isInstanceOf(DecoderException.class)
                .hasCauseInstanceOf(PassingHandshake.WrongCookieException.class);
        assertThat(dialler.<Object>readInbound()).isNull();
        assertThat(wrong.refCnt()).isZero();
        assertThat(told).hasValue(1);
    }

    private static PassingHandshake handshakeOfADialler() {
        PassingHandshake dialling = new PassingHandshake(Dialler.VM, false, () -> List.of("cookie"));
        dialling.fromPeer(challenge(1, 99));
        return dialling;
    }

    /** Sends {@code frame} in pieces of {@code size} bytes; what came out at the other end. */
    private static byte[] pass(EmbeddedChannel channel, ByteBuf frame, int size) {
        ByteBuf whole = framed(frame);
        while (whole.isReadable()) {
            channel.writeInbound(whole.readBytes(Math.min(size, whole.readableBytes())));
        }
        whole.release();
        return all(channel);
    }

    private static byte[] all(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = channel.readInbound(); part != null; part = channel.readInbound()) {
            all.writeBytes(part);
            part.release();
        }
        return ByteBufUtil.getBytes(all);
    }

    private static ByteBuf frame(String text) {
        return Unpooled.copiedBuffer(text, java.nio.charset.StandardCharsets.US_ASCII);
    }

    private static ByteBuf framed(ByteBuf frame) {
        return Unpooled.buffer().writeShort(frame.readableBytes()).writeBytes(frame);
    }
}
