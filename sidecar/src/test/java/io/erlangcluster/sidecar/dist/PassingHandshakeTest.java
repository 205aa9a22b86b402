package io.erlangcluster.sidecar.dist;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.sidecar.dist.PassingHandshake.Dialler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two sidecars with a handshake between them: web's VM dials worker's. */
class PassingHandshakeTest {

    private static final long FLAGS = 0xD_07DF_7FBDL;
    private static final int OF_WORKER = 0xCAFE_F00D;
    private static final int OF_WEB = 12345;

    private final PassingHandshake web = new PassingHandshake(Dialler.VM, false, () -> List.of("new", "old"));
    private final PassingHandshake worker = new PassingHandshake(Dialler.PEER, false, () -> List.of("other"));

    @Test
    void eachVmSeesTheProofOfItsOwnPodsCookie() {
        toWorker(name(FLAGS));
        toWeb(challenge(FLAGS, OF_WORKER));

        ByteBuf reply = toWorker(reply(OF_WEB, CookieDigest.of("old", OF_WORKER)));
        assertThat(reply.getInt(1)).isEqualTo(OF_WEB);
        assertThat(digest(reply, 5)).isEqualTo(CookieDigest.of("other", OF_WORKER));

        ByteBuf ack = toWeb(ack(CookieDigest.of("other", OF_WEB)));
        assertThat(digest(ack, 1)).as("of the cookie that web has shown").isEqualTo(CookieDigest.of("old", OF_WEB));
        assertThat(web.isOverForVm() && web.isOverForPeer()).isTrue();
        assertThat(worker.isOverForVm() && worker.isOverForPeer()).isTrue();
    }

    @Test
    void aDiallerWithoutThePodsCookieGetsNoFurther() {
        toWorker(name(FLAGS));
        toWeb(challenge(FLAGS, OF_WORKER));
        assertThatThrownBy(() -> web.fromVm(reply(OF_WEB, CookieDigest.of("stolen", OF_WORKER))))
                .isInstanceOf(PassingHandshake.WrongCookieException.class)
                .hasMessageContaining("NODE_COOKIE");
        assertThat(web.isOverForVm()).isFalse();
    }

    @Test
    void anAcceptorWithoutThePodsCookieGetsNoFurther() {
        worker.fromVm(challenge(FLAGS, OF_WORKER));
        worker.fromPeer(reply(OF_WEB, new byte[16]));
        assertThatThrownBy(() -> worker.fromVm(ack(CookieDigest.of("stolen", OF_WEB))))
                .isInstanceOf(PassingHandshake.WrongCookieException.class);
    }

    @Test
    void aHiddenLinkIsOneForBothEnds() {
        PassingHandshake dialling = new PassingHandshake(Dialler.VM, true, () -> List.of("a"));
        PassingHandshake accepting = new PassingHandshake(Dialler.PEER, true, () -> List.of("a"));
        ByteBuf name = name(FLAGS);
        dialling.fromVm(name);
        assertThat(name.getLong(1)).isEqualTo(FLAGS & ~1L);
        ByteBuf challenge = challenge(FLAGS, OF_WORKER);
        accepting.fromVm(challenge);
        assertThat(challenge.getLong(1)).isEqualTo(FLAGS & ~1L);
        assertThat(challenge.getInt(9)).isEqualTo(OF_WORKER);
    }

    @Test
    void whatNeedsNoChangeGetsNone() {
        for (byte[] bytes : List.of(
                "sok".getBytes(US_ASCII),
                "salive".getBytes(US_ASCII),
                "strue".getBytes(US_ASCII),
                "c12345678".getBytes(US_ASCII))) {
            ByteBuf frame = Unpooled.copiedBuffer(bytes);
            web.fromVm(frame);
            web.fromPeer(frame);
            assertThat(frame).isEqualTo(Unpooled.wrappedBuffer(bytes));
        }
    }

    @Test
    void aProofBeforeItsChallengeIsRefused() {
        assertThatThrownBy(() -> web.fromVm(reply(OF_WEB, new byte[16]))).isInstanceOf(CorruptedFrameException.class);
        assertThatThrownBy(() -> web.fromPeer(ack(new byte[16]))).isInstanceOf(CorruptedFrameException.class);
    }

    @Test
    void aMessageThatEndsEarlyIsRefused() {
        worker.fromVm(challenge(FLAGS, OF_WORKER));
        for (ByteBuf whole : List.of(name(FLAGS), reply(OF_WEB, new byte[16]), ack(new byte[16]))) {
            ByteBuf part = whole.slice(0, 5);
            if (whole.getByte(0) != 'N') {
                assertThatThrownBy(() -> worker.fromPeer(part.copy())).isInstanceOf(CorruptedFrameException.class);
            }
            assertThatThrownBy(() -> new PassingHandshake(Dialler.PEER, true, () -> List.of("a")).fromVm(part.copy()))
                    .isInstanceOf(CorruptedFrameException.class);
        }
    }

    private ByteBuf toWorker(ByteBuf frame) {
        web.fromVm(frame);
        worker.fromPeer(frame);
        return frame;
    }

    private ByteBuf toWeb(ByteBuf frame) {
        worker.fromVm(frame);
        web.fromPeer(frame);
        return frame;
    }

    static ByteBuf name(long flags) {
        return Unpooled.buffer()
                .writeByte('N')
                .writeLong(flags)
                .writeInt(7)
                .writeShort(3)
                .writeBytes("a@b".getBytes(US_ASCII));
    }

    static ByteBuf challenge(long flags, int challenge) {
        return Unpooled.buffer()
                .writeByte('N')
                .writeLong(flags)
                .writeInt(challenge)
                .writeInt(7)
                .writeShort(3)
                .writeBytes("c@b".getBytes(US_ASCII));
    }

    static ByteBuf reply(int challenge, byte[] digest) {
        return Unpooled.buffer().writeByte('r').writeInt(challenge).writeBytes(digest);
    }

    static ByteBuf ack(byte[] digest) {
        return Unpooled.buffer().writeByte('a').writeBytes(digest);
    }

    private static byte[] digest(ByteBuf frame, int at) {
        byte[] digest = new byte[16];
        frame.getBytes(at, digest);
        return digest;
    }
}
