package io.erlangcluster.sidecar.epmd;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The part of a node name before the {@code @}, as bytes: 1 to 255 characters in UTF-8, without NUL. */
public final class AliveName {

    /** What Erlang allows an atom. */
    public static final int MAX_CHARACTERS = 255;

    private static final char REPLACEMENT = '\uFFFD';

    private AliveName() {}

    /**
     * The name in {@code bytes}; empty if it has no or too many characters, or is not UTF-8.
     *
     * @throws CorruptedFrameException if there is a NUL in it
     */
    public static Optional<String> decode(ByteBuf bytes) {
        if (bytes.bytesBefore((byte) 0) >= 0) {
            throw new CorruptedFrameException("NUL in the name");
        }
        return text(bytes).filter(name -> !name.isEmpty() && name.codePointCount(0, name.length()) <= MAX_CHARACTERS);
    }

    /**
     * The name to look for in {@code bytes}.
     *
     * @throws CorruptedFrameException if it cannot be a name
     */
    public static String decodeWanted(ByteBuf bytes) {
        return decode(bytes).orElseThrow(() -> new CorruptedFrameException("not a name"));
    }

    /** What is left of {@code bytes} as text; empty if it is not UTF-8. */
    public static Optional<String> text(ByteBuf bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? Optional.of(text) : strictly(bytes);
    }

    /** Whether a replacement was sent, or stands for what is not UTF-8, only the slow way tells. */
    private static Optional<String> strictly(ByteBuf bytes) {
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes.nioBuffer())
                    .toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }
}
