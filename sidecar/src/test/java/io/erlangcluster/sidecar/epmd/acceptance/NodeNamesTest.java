package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.hex;
import static io.erlangcluster.sidecar.epmd.acceptance.Request.portPlease2;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

@Chapter(number = 2, title = "Names")
class NodeNamesTest extends BothServers {

    private static final byte[] REFUSED = hex("76 01 00000063");

    /** Four bytes in UTF-8. */
    private static final String DOMINO = "\uD83C\uDC31";

    @Equal
    void aNameHasAtMost255Characters() throws Exception {
        epmd.register("x".repeat(255)).close();
        assertRefused("x".repeat(256).getBytes(UTF_8));
    }

    @Equal
    void aNameOf255CharactersMayHave1020Bytes() throws Exception {
        epmd.register(DOMINO.repeat(255)).close();
        assertRefused(DOMINO.repeat(256).getBytes(UTF_8));
        assertRefused((DOMINO.repeat(255) + "x").getBytes(UTF_8));
    }

    @Equal
    void aNameOf254CharactersIsFound() throws Exception {
        for (String name : List.of("x".repeat(254), DOMINO.repeat(254))) {
            try (Connection node = epmd.register(name)) {
                assertThat(epmd.knows(name)).isTrue();
                assertThat(node.isOpenAt(epmd)).isTrue();
            }
        }
    }

    @Different(
            c = "registers it, but closes on whoever looks it up",
            ours = "finds it",
            because = "what can be registered can be found")
    void aNameOf255Characters() throws Exception {
        for (String name : List.of("x".repeat(255), DOMINO.repeat(255))) {
            try (Connection node = epmd.register(name)) {
                assertThat(epmd.ask(portPlease2(name)).length > 0).isEqualTo(either(false, true));
                assertThat(node.isOpenAt(epmd)).isTrue();
            }
        }
    }

    @Equal
    void aNameMayHaveAnyCharacter() throws Exception {
        for (String name : List.of("a b@c", "\n", "ångström", "节点", DOMINO, "\uFFFF", "-", "<>\"'\\")) {
            try (Connection node = epmd.register(name)) {
                assertThat(epmd.knows(name)).as(name).isTrue();
                assertThat(node.isOpenAt(epmd)).isTrue();
            }
        }
    }

    @Equal
    void namesAreEqualOnlyByteByByte() throws Exception {
        try (Connection composed = epmd.register("é");
                Connection decomposed = epmd.register("e\u0301");
                Connection large = epmd.register("E")) {
            assertThat(epmd.knows("e")).isFalse();
            assertThat(composed.isOpenAt(epmd)).isTrue();
            assertThat(decomposed.isOpenAt(epmd)).isTrue();
            assertThat(large.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aNameThatIsNotUtf8IsRefused() throws Exception {
        assertRefused(hex("e5")); // å in latin1, which is what a node with such a name sends
        assertRefused(hex("61 80")); // a byte that continues nothing
        assertRefused(hex("c3")); // cut short
        assertRefused(hex("e2 82"));
        assertRefused(hex("ff"));
    }

    @Equal
    void aNameInOverlongUtf8IsRefused() throws Exception {
        assertRefused(hex("c0 af"));
        assertRefused(hex("e0 80 af"));
        assertRefused(hex("f0 80 80 af"));
    }

    @Equal
    void aNameOfSurrogatesOrBeyondUnicodeIsRefused() throws Exception {
        assertRefused(hex("ed a0 80"));
        assertRefused(hex("f4 90 80 80"));
    }

    @Equal
    void lookingUpWhatIsNotUtf8IsClosed() throws Exception {
        assertThat(epmd.ask(Request.of('z', hex("e5")))).isEmpty();
        assertThat(epmd.ask(Request.of('z', hex("c0 af")))).isEmpty();
    }

    @Equal
    void aNameWithANulInsideIsClosed() throws Exception {
        assertThat(epmd.ask(alive2("fo\0o"))).isEmpty();
        assertThat(epmd.ask(portPlease2("fo\0o"))).isEmpty();
    }

    @Equal
    void aNameToRegisterMayNotEndInANul() throws Exception {
        assertThat(epmd.ask(alive2("foo\0"))).isEmpty();
    }

    @Equal
    void aNameToFindMayEndInOneNul() throws Exception {
        try (Connection node = epmd.register("foo")) {
            assertThat(epmd.ask(portPlease2("foo\0"))).isEqualTo(epmd.ask(portPlease2("foo")));
            assertThat(epmd.ask(portPlease2("foo\0\0"))).isEmpty();
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void anEmptyNameIsClosed() throws Exception {
        assertThat(epmd.ask(alive2(""))).isEmpty();
        assertThat(epmd.ask(portPlease2(""))).isEmpty();
        assertThat(epmd.ask(portPlease2("\0"))).isEmpty();
    }

    @Different(
            c = "registers it, nobody can look it up",
            ours = "refuses it",
            because = "the C epmd counts the bytes of name and extra together when it asks for one character at least")
    void anEmptyNameWithAnExtra() throws Exception {
        try (Connection node = epmd.connect()) {
            byte[] answer = node.send(alive2(new byte[0], new byte[1])).read(6);
            assertThat((int) answer[1]).isEqualTo(either(0, 1));
        }
    }

    private void assertRefused(byte[] name) throws Exception {
        try (Connection node = epmd.connect()) {
            assertThat(node.send(alive2(name)).read(6)).isEqualTo(REFUSED);
        }
    }
}
