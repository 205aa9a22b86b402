package io.erlangcluster.sidecar.epmd.acceptance;

import static io.erlangcluster.sidecar.epmd.acceptance.Request.alive2;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;

@Chapter(number = 5, title = "Creation and history")
class CreationTest extends BothServers {

    private static final byte ACCEPTED = 0;

    @Equal
    void theCreationOfANewNameIsTheTimeInSeconds() throws Exception {
        long before = Instant.now().getEpochSecond();
        long creation = creation("new");
        assertThat(creation).isBetween(before, Instant.now().getEpochSecond() + 1);
    }

    @Equal
    void aNameThatComesBackGetsTheNextCreation() throws Exception {
        long first = creation("foo");
        assertThat(creation("foo")).isEqualTo(first + 1);
        assertThat(creation("foo")).isEqualTo(first + 2);
    }

    @Equal
    void aShortCreationIsTheLongOneModulo3Plus1() throws Exception {
        long wide = creation("foo");
        assertThat(shortCreation("foo")).isEqualTo((wide + 1) % 3 + 1);
        assertThat(shortCreation("foo")).isEqualTo((wide + 2) % 3 + 1);
        assertThat(creation("foo")).isEqualTo(wide + 3);
    }

    @Equal
    void aRefusedRegistrationCostsNoCreation() throws Exception {
        long first = creation("foo");
        try (Connection node = epmd.register("foo");
                Connection refused = epmd.connect()) {
            refused.send(alive2("foo")).read(6);
            assertThat(node.isOpenAt(epmd)).isTrue();
        }
        assertThat(creation("foo")).isEqualTo(first + 2);
    }

    @Equal
    void aThousandOldNamesAreRemembered() throws Exception {
        creation("foo");
        for (int i = 0; i < 1100; i++) {
            creation("other" + i);
        }
        epmd.awaitNoNames();
        String dump = new String(epmd.ask(Request.DUMP), UTF_8);
        assertThat(dump).doesNotContain("<foo>", "<other90>").contains("<other100>", "<other1099>");
        assertThat(dump.split("old/unused", -1).length - 1).isBetween(1000, 1002);
    }

    @Different(
            c = "is the next one of the name it makes forgotten",
            ours = "is the time in seconds",
            because = "what one name did is none of the other's business")
    void theCreationOfANewNameOnceAThousandAreRemembered() throws Exception {
        long now = 0;
        for (int i = 0; i < 300; i++) {
            now = creation("often") - i;
        }
        long highest = 0;
        for (int i = 0; i < 1100; i++) {
            highest = Math.max(highest, creation("stranger" + i));
        }
        assertThat(highest > now + 200).isEqualTo(either(true, false));
    }

    /** Registers and ends it again. */
    private long creation(String name) throws Exception {
        return Integer.toUnsignedLong(register(alive2(6, name), 6).getInt(2));
    }

    private int shortCreation(String name) throws Exception {
        return register(alive2(5, name), 4).getShort(2);
    }

    /** The server may hear of this registration before it hears of the end of the one before it, and refuse it. */
    private ByteBuffer register(byte[] request, int replyLength) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .atMost(EpmdProcess.GENEROUS)
                .until(
                        () -> {
                            try (Connection node = epmd.connect()) {
                                return ByteBuffer.wrap(node.send(request).read(replyLength));
                            }
                        },
                        reply -> reply.get(1) == ACCEPTED);
    }
}
