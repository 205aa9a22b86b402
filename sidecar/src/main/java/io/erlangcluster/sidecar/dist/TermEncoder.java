package io.erlangcluster.sidecar.dist;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes terms as OTP 25 and later expect them: UTF-8 atoms, 32 bit creations. */
final class TermEncoder {

    private TermEncoder() {}

    /** Writes {@code term} behind the version byte. */
    static void encode(Term term, ByteBuf out) {
        out.writeByte(Tag.VERSION);
        write(term, out);
    }

    private static void write(Term term, ByteBuf out) {
        switch (term) {
            case Term.Atom atom -> atom(atom, out);
            case Term.Int number -> integer(number.value(), out);
            case Term.Real real -> out.writeByte(Tag.NEW_FLOAT).writeDouble(real.value());
            case Term.Binary binary ->
                out.writeByte(Tag.BINARY).writeInt(binary.bytes().length).writeBytes(binary.bytes());
            case Term.Tuple tuple -> {
                int arity = tuple.elements().size();
                if (arity <= 255) {
                    out.writeByte(Tag.SMALL_TUPLE).writeByte(arity);
                } else {
                    out.writeByte(Tag.LARGE_TUPLE).writeInt(arity);
                }
                all(tuple.elements(), out);
            }
            case Term.Nil _ -> out.writeByte(Tag.NIL);
            case Term.Cons list -> {
                out.writeByte(Tag.LIST).writeInt(list.elements().size());
                all(list.elements(), out);
                write(list.tail(), out);
            }
            case Term.Dict map -> {
                out.writeByte(Tag.MAP).writeInt(map.entries().size());
                map.entries().forEach((key, value) -> {
                    write(key, out);
                    write(value, out);
                });
            }
            case Term.Pid pid -> {
                out.writeByte(Tag.NEW_PID);
                atom(pid.node(), out);
                out.writeInt(pid.id()).writeInt(pid.serial()).writeInt(pid.creation());
            }
            case Term.Ref ref -> {
                out.writeByte(Tag.NEWER_REFERENCE).writeShort(ref.words().size());
                atom(ref.node(), out);
                out.writeInt(ref.creation());
                ref.words().forEach(out::writeInt);
            }
            case Term.Opaque opaque -> out.writeBytes(opaque.encoded().bytes());
        }
    }

    private static void all(List<Term> terms, ByteBuf out) {
        terms.forEach(term -> write(term, out));
    }

    private static void atom(Term.Atom atom, ByteBuf out) {
        int length = ByteBufUtil.utf8Bytes(atom.name());
        if (length <= 255) {
            out.writeByte(Tag.SMALL_ATOM_UTF8).writeByte(length);
        } else {
            out.writeByte(Tag.ATOM_UTF8).writeShort(length);
        }
        out.writeCharSequence(atom.name(), StandardCharsets.UTF_8);
    }

    private static void integer(BigInteger value, ByteBuf out) {
        if (value.signum() >= 0 && value.bitLength() <= 8) {
            out.writeByte(Tag.SMALL_INTEGER).writeByte(value.intValue());
        } else if (value.bitLength() <= 31) {
            out.writeByte(Tag.INTEGER).writeInt(value.intValue());
        } else {
            big(value, out);
        }
    }

    private static void big(BigInteger value, ByteBuf out) {
        byte[] magnitude = value.abs().toByteArray();
        int leading = magnitude[0] == 0 ? 1 : 0;
        int size = magnitude.length - leading;
        if (size <= 255) {
            out.writeByte(Tag.SMALL_BIG).writeByte(size);
        } else {
            out.writeByte(Tag.LARGE_BIG).writeInt(size);
        }
        out.writeByte(value.signum() < 0 ? 1 : 0);
        for (int i = magnitude.length - 1; i >= leading; i--) {
            out.writeByte(magnitude[i]);
        }
    }
}
