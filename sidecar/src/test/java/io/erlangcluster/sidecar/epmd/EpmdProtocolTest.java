package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes in, bytes out: as the C epmd of OTP 25 to 29 answers, but for what EPMD's documentation here calls different.
 */
class EpmdProtocolTest {

    /** ALIVE2_REQ of "foo" at port 1234, as OTP 25 to 29 send it. */
    private static final String REGISTER_FOO = "0010 78 04d2 4d 00 0006 0005 0003 666f6f 0000";

    private static final String FIND_FOO = "0004 7a 666f6f";

    private final Registrations registrations = new Registrations(() -> Instant.ofEpochSecond(0x6b01793cL));
    private final EpmdPipeline pipeline =
            new EpmdPipeline(EpmdSettings.STANDARD, registrations, RemoteNodes.NONE, () -> {});

    @Test
    void registersWithA32BitCreation() throws Exception {
        TestConnection node = connect().send(REGISTER_FOO);

        assertThat(node.answerHex()).isEqualTo("76006b01793d");
        assertThat(node.isOpen()).isTrue();
        assertThat(registrations.find("foo")).contains(new Registration(NodePort.normal("foo", 1234), 0x6b01793dL));
    }

    @Test
    void answersNodesOfDistributionVersion5WithACreationOf1To3() throws Exception {
        TestConnection node = connect().send(REGISTER_FOO.replace("0006 0005", "0005 0005"));

        assertThat(node.answerHex()).isEqualTo("7900%04x".formatted(0x6b01793dL % 3 + 1));
    }

    @Test
    void tellsWhereANodeIsAndCloses() throws Exception {
        connect().send(REGISTER_FOO);
        TestConnection asking = connect().send(FIND_FOO);

        assertThat(asking.answerHex()).isEqualTo("770004d24d00000600050003666f6f0000");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void returnsWhatItDoesNotInterpretAsItWasRegistered() throws Exception {
        connect().send("0012 78 0000 48 07 0009 0001 0003 666f6f 0002 dead");

        assertThat(connect().send(FIND_FOO).answerHex())
                .isEqualTo("77000000480700090001 0003666f6f0002dead".replace(" ", ""));
    }

    @Test
    void forgivesOneNulAfterTheNameToFind() throws Exception {
        connect().send(REGISTER_FOO);

        assertThat(connect().send("0005 7a 666f6f00").answerHex()).startsWith("7700");
        assertThat(connect().send("0006 7a 666f6f0000").answerHex()).isEmpty();
    }

    @Test
    void saysWhenANodeIsUnknownAndCloses() throws Exception {
        TestConnection asking = connect().send(FIND_FOO);

        assertThat(asking.answerHex()).isEqualTo("7701");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void listsNamesNewestFirstAndCloses() throws Exception {
        connect().send(REGISTER_FOO);
        connect().send(REGISTER_FOO.replace("04d2", "04d3").replace("666f6f", "626172"));
        TestConnection asking = connect().send("0001 6e");
        byte[] answer = asking.answer();

        assertThat(ByteBufUtil.hexDump(answer, 0, 4)).isEqualTo("00001111");
        assertThat(new String(answer, 4, answer.length - 4, US_ASCII))
                .isEqualTo("name bar at port 1235\nname foo at port 1234\n");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void dumpsLiveAndFormerNamesAndCloses() throws Exception {
        connect().send(REGISTER_FOO.replace("666f6f", "626172")).hangUp();
        connect().send(REGISTER_FOO);
        TestConnection asking = connect().send("0001 64");
        byte[] answer = asking.answer();

        assertThat(new String(answer, 4, answer.length - 4, US_ASCII))
                .isEqualTo("active name     <foo> at port 1234, fd = 0\n\0"
                        + "old/unused name <bar>, port = 1234, fd = -1 \n\0");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void refusesToBeKilled() throws Exception {
        TestConnection asking = connect().send("0001 6b");

        assertThat(new String(asking.answer(), US_ASCII)).isEqualTo("NO");
        assertThat(asking.isOpen()).isFalse();
    }

    @Test
    void refusesToStopANode() throws Exception {
        connect().send(REGISTER_FOO);
        TestConnection asking = connect().send("0004 73 666f6f");

        assertThat(asking.answer()).isEmpty();
        assertThat(asking.isOpen()).isFalse();
        assertThat(registrations.find("foo")).isPresent();
    }

    @Test
    void refusesASecondNodeOfTheSameNameAndClosesItsConnection() throws Exception {
        TestConnection first = connect().send(REGISTER_FOO);
        TestConnection second = connect().send(REGISTER_FOO.replace("04d2", "04d3"));
        TestConnection third = connect().send(REGISTER_FOO.replace("0006 0005", "0005 0005"));

        assertThat(second.answerHex()).isEqualTo("760100000063");
        assertThat(third.answerHex()).isEqualTo("79010063");
        assertThat(second.isOpen()).isFalse();
        assertThat(first.isOpen()).isTrue();
        assertThat(registrations.find("foo").map(Registration::port)).contains(1234);
    }

    @Test
    void forgetsANodeWhoseConnectionEnds() throws Exception {
        TestConnection node = connect().send(REGISTER_FOO);
        node.hangUp();

        assertThat(registrations.find("foo")).isEmpty();
    }

    @Test
    void forgetsANodeThatSendsMoreOverItsConnection() throws Exception {
        TestConnection node = connect().send(REGISTER_FOO).send("00");

        assertThat(node.isOpen()).isFalse();
        assertThat(registrations.find("foo")).isEmpty();
    }

    @Test
    void takesARequestInSinglePieces() throws Exception {
        TestConnection node = connect();
        for (byte piece : ByteBufUtil.decodeHexDump(REGISTER_FOO.replace(" ", ""))) {
            assertThat(node.answer()).isEmpty();
            node.send("%02x".formatted(piece));
        }

        assertThat(node.answerHex()).isEqualTo("76006b01793d");
    }

    @Test
    void acceptsNamesOf255CharactersOfFourBytesAndFindsThem() throws Exception {
        String name = "\uD83D\uDC18".repeat(255);
        TestConnection node = connect().send(register(name.getBytes(UTF_8), 0));

        assertThat(node.answerHex()).startsWith("7600");
        assertThat(registrations.find(name)).isPresent();
        String hex = ByteBufUtil.hexDump(name.getBytes(UTF_8));
        assertThat(connect().send("03fd 7a" + hex).answerHex()).startsWith("7700");
    }

    @Test
    void refusesNamesThatAreTooLongOrNotUtf8() throws Exception {
        assertRefused(register("a".repeat(256).getBytes(UTF_8), 0));
        assertRefused(register(new byte[] {(byte) 0xE5}, 0));
        assertRefused(register(new byte[0], 1));
        assertRefused(register(new byte[] {'a'}, Extra.MAX_BYTES + 1));
        assertThat(registrations.newestFirst()).isEmpty();
    }

    @Test
    void namesCannotForgeLogLines() {
        assertThat(NodePort.printable("a\nb c\u2028d\u00e5")).isEqualTo("a?b?c?d\u00e5");
    }

    @Test
    void ignoresBytesAfterTheExtra() throws Exception {
        assertThat(connect()
                        .send("0011 78 04d2 4d 00 0006 0005 0003 666f6f 0000 ff")
                        .answerHex())
                .startsWith("7600");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000",
                "0bf2", // 3058: one more than C epmd takes
                "ffff",
                "0001 00",
                "0001 61", // ALIVE_REQ of before 1998
                "0001 58", // ALIVE3_REQ of pull request 121
                "0001 78",
                "000d 78 04d2 4d 00 0006 0005 0000 0000", // not one character
                "0010 78 04d2 4d 00 0006 0005 0004 666f6f 0000", // name length too large
                "0010 78 04d2 4d 00 0006 0005 ffff 666f6f 0000",
                "0010 78 04d2 4d 00 0006 0005 0003 666f6f 0001", // extra length too large
                "0010 78 04d2 4d 00 0006 0005 0003 66006f 0000", // NUL in the name
                "0001 7a",
                "0002 7a 00",
                "0002 7a e5",
                "0004 7a 66006f",
                "474554202f20485454502f312e310d0a0d0a" // GET / HTTP/1.1
            })
    void closesWithoutAWordOnWhatIsNotARequest(String hex) throws Exception {
        TestConnection client = connect().send(hex);

        assertThat(client.answerHex()).isEmpty();
        assertThat(client.isOpen()).isFalse();
        assertThat(registrations.newestFirst()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {REGISTER_FOO + "00", "0001 6e 0001 6e", REGISTER_FOO + FIND_FOO})
    void closesWithoutAWordOnBytesAfterTheRequest(String hex) throws Exception {
        TestConnection client = connect().send(hex);

        assertThat(client.answerHex()).isEmpty();
        assertThat(client.isOpen()).isFalse();
        assertThat(registrations.newestFirst()).isEmpty();
    }

    @Test
    void takesTheLargestRequest() throws Exception {
        TestConnection client = connect().send("0bf1 6e" + "00".repeat(EpmdFrameDecoder.MAX_LENGTH - 1));

        assertThat(client.answerHex()).isEqualTo("00001111");
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, 127.0.0.1, true",
        "127.0.0.1, 127.0.1.2, true",
        "10.77.0.1, 10.77.0.1, true",
        "10.77.0.2, 10.77.0.1, false",
        "::1, ::1, true",
        "fd00::1, fd00::1, true",
        "fd00::2, fd00::1, false",
    })
    void servesOnlyThePod(String peer, String own, boolean served) throws Exception {
        TestConnection client = TestConnection.between(pipeline, peer, own);

        assertThat(client.isOpen()).isEqualTo(served);
        if (served) {
            assertThat(client.send("0001 6e").answerHex()).isEqualTo("00001111");
        }
    }

    @ParameterizedTest
    @CsvSource({"0001 6e, 00001111", FIND_FOO + ", 7701", REGISTER_FOO + ", ''", "0001 64, ''", "0001 6b, ''"})
    void answersOnlyLookUpsAndNamesToTheNetwork(String request, String answer) throws Exception {
        EpmdPipeline open = new EpmdPipeline(
                EpmdSettings.STANDARD.withListen(EpmdSettings.Listen.NETWORK),
                registrations,
                RemoteNodes.NONE,
                () -> {});
        TestConnection client =
                TestConnection.between(open, "10.77.0.2", "10.77.0.1").send(request);

        assertThat(client.answerHex()).isEqualTo(answer);
        assertThat(client.isOpen()).isFalse();
        assertThat(registrations.newestFirst()).isEmpty();
    }

    private TestConnection connect() throws Exception {
        return TestConnection.local(pipeline);
    }

    private void assertRefused(String registration) throws Exception {
        TestConnection node = connect().send(registration);
        assertThat(node.answerHex()).isEqualTo("760100000063");
        assertThat(node.isOpen()).isFalse();
    }

    private static String register(byte[] name, int extraLength) {
        return "%04x 78 04d2 4d 00 0006 0005 %04x %s %04x %s"
                .formatted(
                        13 + name.length + extraLength,
                        name.length,
                        ByteBufUtil.hexDump(name),
                        extraLength,
                        "00".repeat(extraLength));
    }
}
