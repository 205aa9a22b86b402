package io.erlangcluster.sidecar.dist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TermTest {

    private static final Term.Atom NODE = Term.atom("web-0@shop.prod");

    static Stream<Term> terms() {
        return Stream.of(
                Term.atom("ok"),
                Term.atom("å".repeat(255)),
                Term.integer(0),
                Term.integer(255),
                Term.integer(256),
                Term.integer(-1),
                Term.integer(Integer.MIN_VALUE),
                Term.integer(Long.MAX_VALUE),
                new Term.Int(BigInteger.ONE.shiftLeft(5000).negate()),
                new Term.Real(-1.5),
                new Term.Nil(),
                Term.charlist("hello"),
                new Term.Cons(List.of(Term.atom("a")), Term.atom("b")),
                Term.tuple(),
                new Term.Tuple(java.util.Collections.nCopies(300, Term.integer(7))),
                new Term.Dict(Map.of(Term.atom("k"), Term.tuple(Term.integer(1)), new Term.Nil(), Term.atom("v"))),
                new Term.Pid(NODE, 1, 2, -3),
                new Term.Ref(NODE, 4, List.of(1, 2, 3, 4, 5)));
    }

    @ParameterizedTest
    @MethodSource("terms")
    void whatIsWrittenIsReadBack(Term term) throws Exception {
        assertThat(decode(encode(term))).isEqualTo(term);
    }

    @ParameterizedTest
    @MethodSource("terms")
    void everyPrefixIsMalformed(Term term) {
        byte[] whole = encode(term);
        for (int length = 0; length < whole.length; length++) {
            byte[] prefix = java.util.Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> decode(prefix)).isInstanceOf(MalformedTermException.class);
        }
    }

    @Test
    void stringsAndLatin1AtomsAreReadAsListsAndAtoms() throws Exception {
        assertThat(decode(ByteBufUtil.decodeHexDump("836b00026869"))).isEqualTo(Term.charlist("hi"));
        assertThat(decode(ByteBufUtil.decodeHexDump("83640001e5"))).isEqualTo(Term.atom("å"));
    }

    @Test
    void whatWeDoNotLookIntoGoesBackAsItCame() throws Exception {
        // fun lists:map/2 and <<5:3>>
        for (String hex : List.of("837177056c6973747377036d61706102", "834d0000000103a0")) {
            Term opaque = decode(ByteBufUtil.decodeHexDump(hex));
            assertThat(opaque).isInstanceOf(Term.Opaque.class);
            assertThat(ByteBufUtil.hexDump(encode(opaque))).isEqualTo(hex);
        }
    }

    @Test
    void countsBeyondTheBytesAllocateNothing() {
        for (String hex : List.of("8369ffffffff", "836cffffffff", "8374ffffffff", "836dffffffff", "836fffffffff00")) {
            assertThatThrownBy(() -> decode(ByteBufUtil.decodeHexDump(hex))).isInstanceOf(MalformedTermException.class);
        }
    }

    @Test
    void endlessNestingIsRefused() {
        byte[] nested = new byte[200_000];
        java.util.Arrays.fill(nested, (byte) 1);
        nested[0] = (byte) Tag.VERSION;
        for (int i = 1; i < nested.length; i += 2) {
            nested[i] = Tag.SMALL_TUPLE;
        }
        assertThatThrownBy(() -> decode(nested)).hasMessageContaining("nested");
    }

    @Test
    void garbageNeverDoesWorseThanMalformed() {
        Random random = new Random(1);
        byte[] whole = encode(Term.tuple(terms().toArray(Term[]::new)));
        for (int round = 0; round < 20_000; round++) {
            byte[] mutated = whole.clone();
            mutated[1 + random.nextInt(whole.length - 1)] = (byte) random.nextInt();
            try {
                decode(mutated);
            } catch (MalformedTermException expected) {
                assertThat(expected).hasMessageNotContaining("null");
            }
        }
    }

    private static byte[] encode(Term term) {
        ByteBuf out = Unpooled.buffer();
        TermEncoder.encode(term, out);
        return ByteBufUtil.getBytes(out);
    }

    private static Term decode(byte[] bytes) throws MalformedTermException {
        return TermDecoder.decode(Unpooled.wrappedBuffer(bytes));
    }
}
