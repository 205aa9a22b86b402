package io.erlangcluster.sidecar.epmd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may ask what over an extended connection; the conversations themselves are in epmd-vectors. */
class ExtensionTest {

    private static final String WATCH_ALL = "0014 57 0000000000000000 0000000000000000 50 0000";
    private static final String ALIVE3_FOO = "0018 58 04d2 4d 08 696e65745f746370 0006 0005 0003 666f6f 0000";

    private final Registrations registrations = new Registrations();
    private final EpmdPipeline pipeline = pipeline(EpmdSettings.STANDARD);

    @ParameterizedTest
    @CsvSource({
        "0001 4e, 00050000001111",
        "0009 5a 00 00 0000 03 666f6f, 00027701",
        "0007 50 00000000 0000, 000446000000",
        "0007 4c 00000000 0000, 000446000000",
        "0003 56 01 01, 000d56010a585a4e444b5356504c57",
        "0001 58, ''",
        "0001 44, ''",
        "0001 4b, ''",
        "0004 53 666f6f, ''",
        WATCH_ALL + ", ''",
    })
    void answersOnlyLookUpsAndNamesToTheNetwork(String request, String answer) throws Exception {
        EpmdPipeline open = pipeline(EpmdSettings.STANDARD.withListen(EpmdSettings.Listen.NETWORK));
        TestConnection client =
                TestConnection.between(open, "10.77.0.2", "10.77.0.1").send(request);

        assertThat(client.answerHex()).isEqualTo(answer);
        assertThat(client.isOpen()).isEqualTo(!answer.isEmpty());
    }

    @Test
    void answersWhatCameTogetherTogether() throws Exception {
        connect().send(ALIVE3_FOO);
        TestConnection client = connect();
        for (int segment = 1; segment <= 3; segment++) {
            client.send("0009 5a 00 00 0000 03 666f6f".repeat(64));

            assertThat(client.writes()).isEqualTo(segment);
            assertThat(client.answerHex().split("666f6f", -1)).hasSize(65);
        }
    }

    @Test
    void servesNothingToTheNetworkInAPod() throws Exception {
        assertThat(TestConnection.between(pipeline, "10.77.0.2", "10.77.0.1").isOpen())
                .isFalse();
    }

    @Test
    void refusesToBeKilledInAPodAndDoesNotStopNodes() throws Exception {
        TestConnection node = connect().send(ALIVE3_FOO);

        assertThat(connect().send("0001 4b").answerHex()).isEqualTo("00024e4f");
        assertThat(connect().send("0004 53 666f6f").isOpen()).isFalse();
        assertThat(node.isOpen()).isTrue();
    }

    @Test
    void watchesAreCountedAndComeFreeWithTheirConnections() throws Exception {
        TestConnection first = connect().send(WATCH_ALL);
        for (int watch = 1; watch < DirectoryHandler.MAX_WATCHES; watch++) {
            connect().send(WATCH_ALL);
        }
        TestConnection refused = connect().send(WATCH_ALL);
        assertThat(refused.answerHex()).matches("....4503.*");
        assertThat(refused.isOpen()).isTrue();

        first.hangUp();
        assertThat(refused.send(WATCH_ALL).answerHex()).matches("....5700.*");
    }

    @Test
    void forgetsANodeAndAllItsTransportsWhenItsConnectionEnds() throws Exception {
        TestConnection node =
                connect().send(ALIVE3_FOO).send(ALIVE3_FOO.replace("696e65745f746370", "696e65745f746c73"));
        assertThat(registrations.find("foo").orElseThrow().transports()).hasSize(2);
        node.hangUp();

        assertThat(registrations.find("foo")).isEmpty();
    }

    @Test
    void boundsTheTransportsOfANode() throws Exception {
        TestConnection node = connect();
        for (int transport = 0; transport < 16; transport++) {
            node.send(ALIVE3_FOO.replace("696e65745f746370", "696e65745f7463%02x".formatted('a' + transport)));
        }
        node.answer();

        assertThat(node.send(ALIVE3_FOO).isOpen()).isTrue();
        assertThat(registrations.find("foo").orElseThrow().transports()).hasSize(16);
    }

    @Test
    void takesARequestInSinglePieces() throws Exception {
        TestConnection node = connect();
        String hex = ALIVE3_FOO.replace(" ", "");
        for (int piece = 0; piece < hex.length(); piece += 2) {
            assertThat(node.answer()).isEmpty();
            node.send(hex.substring(piece, piece + 2));
        }

        assertThat(node.answerHex()).startsWith("00067600");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001 51", "0001 41", "0bf2 4e", "0000 4e", "474554202f"})
    void otherTagsAndLengthsDoNotOpenTheExtendedProtocol(String hex) throws Exception {
        TestConnection client = connect().send(hex);

        assertThat(client.answerHex()).isEmpty();
        assertThat(client.isOpen()).isFalse();
    }

    private TestConnection connect() throws Exception {
        return TestConnection.local(pipeline);
    }

    private EpmdPipeline pipeline(EpmdSettings settings) {
        return new EpmdPipeline(settings, registrations, RemoteNodes.NONE, () -> {});
    }
}
