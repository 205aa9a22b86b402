package io.erlangcluster.sidecar.dist;

import io.netty.buffer.ByteBuf;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads terms. Never trusts a count further than the bytes that follow it, and never goes deeper than
 * {@value #MAX_DEPTH}, so memory and stack are bounded by the frame.
 */
final class TermDecoder {

    static final int MAX_DEPTH = 200;

    private static final int MAX_ATOM_CHARACTERS = 255;

    private final ByteBuf in;

    private TermDecoder(ByteBuf in) {
        this.in = in;
    }

    /** Reads one term with its leading version byte, and leaves {@code in} behind it. */
    static Term decode(ByteBuf in) throws MalformedTermException {
        TermDecoder decoder = new TermDecoder(in);
        if (decoder.u8() != Tag.VERSION) {
            throw new MalformedTermException("not version 131 of the external term format");
        }
        return decoder.term(0);
    }

    private Term term(int depth) throws MalformedTermException {
        requireDepth(depth);
        int start = in.readerIndex();
        int tag = u8();
        return switch (tag) {
            case Tag.SMALL_INTEGER -> Term.integer(u8());
            case Tag.INTEGER -> Term.integer(i32());
            case Tag.SMALL_BIG -> big(u8());
            case Tag.LARGE_BIG -> big(count(1));
            case Tag.NEW_FLOAT -> new Term.Real(need(8).readDouble());
            case Tag.SMALL_ATOM_UTF8, Tag.ATOM_UTF8, Tag.SMALL_ATOM_LATIN1, Tag.ATOM_LATIN1 -> atomTagged(tag);
            case Tag.SMALL_TUPLE -> new Term.Tuple(terms(u8(), depth));
            case Tag.LARGE_TUPLE -> new Term.Tuple(terms(count(1), depth));
            case Tag.NIL -> new Term.Nil();
            case Tag.STRING -> string(u16(), depth);
            case Tag.LIST -> list(count(1), depth);
            case Tag.MAP -> map(count(2), depth);
            case Tag.BINARY -> new Term.Binary(bytes(count(1)));
            case Tag.NEW_PID -> new Term.Pid(atom(), i32(), i32(), i32());
            case Tag.NEWER_REFERENCE -> reference();
            case Tag.BIT_BINARY, Tag.NEW_PORT, Tag.V4_PORT, Tag.NEW_FUN, Tag.EXPORT -> opaque(start, tag, depth);
            default -> throw new MalformedTermException("unknown tag " + tag);
        };
    }

    private static void requireDepth(int depth) throws MalformedTermException {
        if (depth > MAX_DEPTH) {
            throw new MalformedTermException("nested deeper than " + MAX_DEPTH);
        }
    }

    private Term big(int size) throws MalformedTermException {
        int sign = u8();
        byte[] magnitude = bytes(size);
        for (int low = 0, high = size - 1; low < high; low++, high--) {
            byte swapped = magnitude[low];
            magnitude[low] = magnitude[high];
            magnitude[high] = swapped;
        }
        BigInteger value = new BigInteger(1, magnitude);
        return new Term.Int(sign == 0 ? value : value.negate());
    }

    private Term.Atom atom() throws MalformedTermException {
        return atomTagged(u8());
    }

    private Term.Atom atomTagged(int tag) throws MalformedTermException {
        return switch (tag) {
            case Tag.SMALL_ATOM_UTF8 -> atom(u8(), StandardCharsets.UTF_8);
            case Tag.ATOM_UTF8 -> atom(u16(), StandardCharsets.UTF_8);
            case Tag.SMALL_ATOM_LATIN1 -> atom(u8(), StandardCharsets.ISO_8859_1);
            case Tag.ATOM_LATIN1 -> atom(u16(), StandardCharsets.ISO_8859_1);
            default -> throw new MalformedTermException("tag " + tag + " where an atom belongs");
        };
    }

    private Term.Atom atom(int length, Charset charset) throws MalformedTermException {
        try {
            String name =
                    charset.newDecoder().decode(ByteBuffer.wrap(bytes(length))).toString();
            if (name.codePointCount(0, name.length()) > MAX_ATOM_CHARACTERS) {
                throw new MalformedTermException("an atom of more than " + MAX_ATOM_CHARACTERS + " characters");
            }
            return new Term.Atom(name);
        } catch (CharacterCodingException e) {
            throw new MalformedTermException("an atom that is not UTF-8");
        }
    }

    private List<Term> terms(int count, int depth) throws MalformedTermException {
        // Not of that size at once: every level of a nest may claim all the bytes that are left.
        List<Term> terms = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            terms.add(term(depth + 1));
        }
        return terms;
    }

    /** Lists of small integers come as bytes. */
    private Term string(int length, int depth) throws MalformedTermException {
        need(length);
        requireDepth(depth + 1);
        List<Term> elements = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            elements.add(Term.integer(u8()));
        }
        return Term.list(elements);
    }

    private Term list(int count, int depth) throws MalformedTermException {
        List<Term> elements = terms(count, depth);
        Term tail = term(depth + 1);
        return elements.isEmpty() ? tail : new Term.Cons(elements, tail);
    }

    private Term map(int count, int depth) throws MalformedTermException {
        Map<Term, Term> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            Term key = term(depth + 1);
            @Nullable Term before = entries.put(key, term(depth + 1));
            if (before != null) {
                throw new MalformedTermException("a key twice in a map");
            }
        }
        return new Term.Dict(entries);
    }

    private Term reference() throws MalformedTermException {
        int length = u16();
        if (length < 1 || length > 5) {
            throw new MalformedTermException("a reference of " + length + " words");
        }
        Term.Atom node = atom();
        int creation = i32();
        List<Integer> words = new ArrayList<>(length);
        for (int i = 0; i < length; i++) {
            words.add(i32());
        }
        return new Term.Ref(node, creation, words);
    }

    private Term opaque(int start, int tag, int depth) throws MalformedTermException {
        switch (tag) {
            case Tag.BIT_BINARY -> {
                int length = count(1);
                need(length + 1).skipBytes(length + 1);
            }
            case Tag.NEW_FUN -> {
                int size = i32();
                if (size < 4) {
                    throw new MalformedTermException("a fun of " + size + " bytes");
                }
                need(size - 4).skipBytes(size - 4);
            }
            case Tag.EXPORT -> terms(3, depth);
            default -> {
                atom();
                int rest = tag == Tag.V4_PORT ? 12 : 8;
                need(rest).skipBytes(rest);
            }
        }
        byte[] encoded = new byte[in.readerIndex() - start];
        in.getBytes(start, encoded);
        return new Term.Opaque(new Term.Binary(encoded));
    }

    /** An unsigned 32 bit count of things that take at least {@code least} bytes each. */
    private int count(int least) throws MalformedTermException {
        long count = Integer.toUnsignedLong(i32());
        if (count * least > in.readableBytes()) {
            throw new MalformedTermException("a count of " + count + " before " + in.readableBytes() + " bytes");
        }
        return (int) count;
    }

    private byte[] bytes(int length) throws MalformedTermException {
        need(length);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    private int u8() throws MalformedTermException {
        return need(1).readUnsignedByte();
    }

    private int u16() throws MalformedTermException {
        return need(2).readUnsignedShort();
    }

    private int i32() throws MalformedTermException {
        return need(4).readInt();
    }

    private ByteBuf need(int length) throws MalformedTermException {
        if (in.readableBytes() < length) {
            throw new MalformedTermException("ends " + (length - in.readableBytes()) + " bytes early");
        }
        return in;
    }
}
