package io.erlangcluster.sidecar.dist;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The handshake of this pod's VM with one elsewhere, while it passes through the two pods' sidecars, which know each
 * other for certain. Each sidecar therefore proves and checks the cookie of its own pod: the VM here must show that it
 * has it, and gets to see the proof it expects, whatever cookie the other pod has. So a cluster's cookie can change pod
 * by pod while its links stay. Only for connections whose other end is authenticated.
 *
 * <p>The messages are those of the version 6 handshake (lib/kernel/src/dist_util.erl); frames come and go without their
 * length, are changed in place, and those that nobody here has to change pass as they are. Event loop only.
 */
public final class PassingHandshake {

    /** Who of the two connects to the other. */
    public enum Dialler {
        VM,
        PEER
    }

    /** The VM has shown that it does not have the pod's cookie. */
    public static final class WrongCookieException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        WrongCookieException() {
            super("the VM has another cookie than its pod: let it take the one in NODE_COOKIE", null, false, false);
        }
    }

    private static final int FLAGS_AT = 1;
    private static final int CHALLENGE_AT = 9;
    private static final int REPLY_CHALLENGE_AT = 1;
    private static final int REPLY_DIGEST_AT = 5;
    private static final int ACK_DIGEST_AT = 1;

    /** Without it in the flags a node stays out of the other's {@code nodes()}: the link is a hidden one. */
    private static final long PUBLISHED = 0x1;

    private final Dialler dialler;
    private final boolean hidden;
    private final Supplier<List<String>> cookies;

    private OptionalInt vmChallenge = OptionalInt.empty();
    private OptionalInt peerChallenge = OptionalInt.empty();
    private Optional<String> proven = Optional.empty();
    private boolean vmDone;
    private boolean peerDone;

    /**
     * @param hidden whether each of the two is to see the other as a hidden node
     * @param cookies that the VM may have, at least one, the likeliest first
     */
    public PassingHandshake(Dialler dialler, boolean hidden, Supplier<List<String>> cookies) {
        this.dialler = dialler;
        this.hidden = hidden;
        this.cookies = cookies;
    }

    /**
     * What the VM says, as the peer is to see it.
     *
     * @throws WrongCookieException if it proves a cookie that is none of the pod's
     * @throws CorruptedFrameException if it is too short, or comes out of turn
     */
    public void fromVm(ByteBuf frame) {
        read(frame, this::readFromVm);
    }

    /**
     * What the peer says, as the VM is to see it.
     *
     * @throws CorruptedFrameException if it is too short, or comes out of turn
     */
    public void fromPeer(ByteBuf frame) {
        read(frame, this::readFromPeer);
    }

    /** Whether what the VM says from now on is no handshake any more. */
    public boolean isOverForVm() {
        return vmDone;
    }

    /** Whether what the peer says from now on is no handshake any more. */
    public boolean isOverForPeer() {
        return peerDone;
    }

    /** Whether the link must be a hidden one, and so needs a handshake that can be read. */
    public boolean isHidden() {
        return hidden;
    }

    private static void read(ByteBuf frame, Consumer<ByteBuf> reader) {
        try {
            reader.accept(frame);
        } catch (IndexOutOfBoundsException e) {
            throw new CorruptedFrameException("a handshake message ends early", e);
        }
    }

    private void readFromVm(ByteBuf frame) {
        switch (frame.getByte(frame.readerIndex())) {
            case 'N' -> {
                hide(frame);
                if (dialler == Dialler.PEER) {
                    vmChallenge = OptionalInt.of(frame.getInt(frame.readerIndex() + CHALLENGE_AT));
                }
            }
            case 'r' -> {
                proven = Optional.of(check(frame, REPLY_DIGEST_AT, challenge(peerChallenge)));
                vmChallenge = OptionalInt.of(frame.getInt(frame.readerIndex() + REPLY_CHALLENGE_AT));
                vmDone = true;
            }
            case 'a' -> {
                check(frame, ACK_DIGEST_AT, challenge(peerChallenge));
                vmDone = true;
            }
            default -> {}
        }
    }

    private void readFromPeer(ByteBuf frame) {
        switch (frame.getByte(frame.readerIndex())) {
            case 'N' -> {
                if (dialler == Dialler.VM) {
                    peerChallenge = OptionalInt.of(frame.getInt(frame.readerIndex() + CHALLENGE_AT));
                }
            }
            case 'r' -> {
                prove(frame, REPLY_DIGEST_AT, challenge(vmChallenge));
                peerChallenge = OptionalInt.of(frame.getInt(frame.readerIndex() + REPLY_CHALLENGE_AT));
                peerDone = true;
            }
            case 'a' -> {
                prove(frame, ACK_DIGEST_AT, challenge(vmChallenge));
                peerDone = true;
            }
            default -> {}
        }
    }

    private void hide(ByteBuf frame) {
        if (hidden) {
            int at = frame.readerIndex() + FLAGS_AT;
            frame.setLong(at, frame.getLong(at) & ~PUBLISHED);
        }
    }

    private String check(ByteBuf frame, int at, int challenge) {
        byte[] digest = new byte[CookieDigest.LENGTH];
        frame.getBytes(frame.readerIndex() + at, digest);
        return cookies.get().stream()
                .filter(cookie -> CookieDigest.proves(digest, cookie, challenge))
                .findFirst()
                .orElseThrow(WrongCookieException::new);
    }

    private void prove(ByteBuf frame, int at, int challenge) {
        String cookie = proven.orElseGet(() -> cookies.get().getFirst());
        frame.setBytes(frame.readerIndex() + at, CookieDigest.of(cookie, challenge));
    }

    private static int challenge(OptionalInt seen) {
        return seen.orElseThrow(() -> new CorruptedFrameException("a digest before the challenge"));
    }
}
