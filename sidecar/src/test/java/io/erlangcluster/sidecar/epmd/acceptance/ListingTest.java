package io.erlangcluster.sidecar.epmd.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;

@Chapter(number = 4, title = "Listing (NAMES_REQ, DUMP_REQ)")
class ListingTest extends BothServers {

    @Equal
    void bothListsBeginWithThePortInFourBytes() throws Exception {
        byte[] port = ByteBuffer.allocate(4).putInt(epmd.port()).array();
        assertThat(epmd.ask(Request.NAMES)).isEqualTo(port);
        assertThat(epmd.ask(Request.DUMP)).startsWith(port);
    }

    @Equal
    void namesAreListedTheNewestFirst() throws Exception {
        try (Connection foo = epmd.register("foo");
                Connection bar = epmd.register("ångström")) {
            assertThat(list(Request.NAMES)).isEqualTo("name ångström at port 1234\nname foo at port 1234\n");
            assertThat(foo.isOpenAt(epmd)).isTrue();
            assertThat(bar.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void anEndedRegistrationIsListedNoMore() throws Exception {
        epmd.registerAndEnd("foo");
        assertThat(list(Request.NAMES)).isEmpty();
    }

    @Equal
    void theDumpEndsEveryLineWithANul() throws Exception {
        epmd.registerAndEnd("gone");
        try (Connection foo = epmd.register("foo")) {
            assertThat(withoutDescriptors(list(Request.DUMP)))
                    .startsWith("active name     <foo> at port 1234, fd = N\n\0")
                    .contains("old/unused name <gone>, port = 1234, fd = N \n\0");
            assertThat(foo.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void theDumpListsTheNewestFirst() throws Exception {
        try (Connection foo = epmd.register("foo");
                Connection bar = epmd.register("bar")) {
            assertThat(withoutDescriptors(list(Request.DUMP)))
                    .startsWith("active name     <bar> at port 1234, fd = N\n\0"
                            + "active name     <foo> at port 1234, fd = N\n\0");
            assertThat(foo.isOpenAt(epmd)).isTrue();
            assertThat(bar.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void aNameThatCameBackIsNoLongerOld() throws Exception {
        epmd.registerAndEnd("back");
        assertThat(list(Request.DUMP)).contains("<back>").doesNotContain("active name     <back>");
        try (Connection back = epmd.register("back")) {
            assertThat(list(Request.DUMP)).contains("active name     <back>").doesNotContain("old/unused name <back>");
            assertThat(back.isOpenAt(epmd)).isTrue();
        }
    }

    @Different(
            c = "its descriptor; -1 for the old",
            ours = "0; -1 for the old",
            because = "Java does not tell descriptors, and nobody outside the process can use them")
    void theFdOfADump() throws Exception {
        try (Connection foo = epmd.register("foo")) {
            boolean some = list(Request.DUMP).lines().anyMatch(line -> line.matches("active .* fd = [1-9][0-9]*"));
            assertThat(some).isEqualTo(either(true, false));
            assertThat(foo.isOpenAt(epmd)).isTrue();
        }
    }

    @Equal
    void bytesBehindTheTagAreIgnored() throws Exception {
        assertThat(epmd.ask(Request.of('n', new byte[100]))).hasSize(4);
        assertThat(epmd.ask(Request.of('d', new byte[100]))).hasSizeGreaterThanOrEqualTo(4);
    }

    private String list(byte[] request) throws Exception {
        byte[] answer = epmd.ask(request);
        return new String(Arrays.copyOfRange(answer, 4, answer.length), UTF_8);
    }

    private static String withoutDescriptors(String dump) {
        return dump.replaceAll("fd = -?[0-9]+", "fd = N");
    }
}
