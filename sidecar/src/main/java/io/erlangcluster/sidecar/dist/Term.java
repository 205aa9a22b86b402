package io.erlangcluster.sidecar.dist;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** An Erlang term, immutable. Byte arrays inside are not copied: they belong to the term. */
public sealed interface Term {

    /** An atom, of at most 255 characters. */
    record Atom(String name) implements Term {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An integer of any size. */
    record Int(BigInteger value) implements Term {
        @Override
        public String toString() {
            return value.toString();
        }
    }

    /** A float; named so because {@code Float} is Java's. */
    record Real(double value) implements Term {}

    /** A binary of whole bytes. */
    @SuppressWarnings("ArrayRecordComponent")
    record Binary(byte[] bytes) implements Term {
        @Override
        public boolean equals(Object other) {
            return other instanceof Binary binary && Arrays.equals(bytes, binary.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }
    }

    /** A tuple. */
    record Tuple(List<Term> elements) implements Term {
        public Tuple {
            elements = List.copyOf(elements);
        }

        @Override
        public String toString() {
            return elements.stream().map(Term::toString).collect(Collectors.joining(",", "{", "}"));
        }
    }

    /** A list of at least one element; {@code tail} is {@link Nil} unless the list is improper. */
    record Cons(List<Term> elements, Term tail) implements Term {
        public Cons {
            elements = List.copyOf(elements);
        }
    }

    /** The empty list. */
    record Nil() implements Term {}

    /** A map. */
    record Dict(Map<Term, Term> entries) implements Term {
        public Dict {
            entries = Map.copyOf(entries);
        }
    }

    /** A process; all numbers are unsigned 32 bit. */
    record Pid(Atom node, int id, int serial, int creation) implements Term {}

    /** A reference of one to five words. */
    record Ref(Atom node, int creation, List<Integer> words) implements Term {
        public Ref {
            words = List.copyOf(words);
        }
    }

    /** Funs, ports, bit strings: kept as their bytes with the tag, so that they can be sent back. */
    record Opaque(Binary encoded) implements Term {}

    static Atom atom(String name) {
        return new Atom(name);
    }

    static Int integer(long value) {
        return new Int(BigInteger.valueOf(value));
    }

    static Tuple tuple(Term... elements) {
        return new Tuple(List.of(elements));
    }

    /** A proper list. */
    static Term list(List<Term> elements) {
        return elements.isEmpty() ? new Nil() : new Cons(elements, new Nil());
    }

    /** A list of code points, Erlang's string. */
    static Term charlist(String text) {
        return list(text.codePoints().<Term>mapToObj(Term::integer).toList());
    }
}
