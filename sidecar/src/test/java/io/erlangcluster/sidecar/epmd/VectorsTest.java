package io.erlangcluster.sidecar.epmd;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversations in epmd-vectors, held with the server; docs/epmd-protocol.md describes the files. */
class VectorsTest {

    private final Registrations registrations = new Registrations(() -> Instant.ofEpochSecond(0x6b01793cL));
    private final EpmdPipeline pipeline = new EpmdPipeline(
            new EpmdSettings(
                    4369,
                    List.of(),
                    EpmdSettings.Listen.NETWORK,
                    EpmdSettings.STANDARD.packetTimeout(),
                    EpmdSettings.STANDARD.lookUpTimeout(),
                    EpmdSettings.STANDARD.maxConnections(),
                    EpmdSettings.Commands.RELAXED,
                    EpmdSettings.Delays.NONE),
            registrations,
            RemoteNodes.NONE,
            () -> {});
    private final Map<String, TestConnection> connections = new HashMap<>();

    static Stream<Path> vectors() throws IOException, URISyntaxException {
        Path folder = Path.of(VectorsTest.class.getResource("/epmd-vectors").toURI());
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void answersAsTheVectorSays(Path vector) throws Exception {
        List<String> lines = Files.readAllLines(vector, US_ASCII);
        assertThat(lines.getFirst()).startsWith("# ");
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                say(line);
            }
        }
    }

    private void say(String line) throws Exception {
        String name = line.substring(0, 1);
        String hex = line.substring(2).replace(" ", "");
        if (!connections.containsKey(name)) {
            connections.put(name, TestConnection.local(pipeline));
        }
        TestConnection connection = connections.get(name);
        switch (line.charAt(1)) {
            case '>' -> connection.send(hex);
            case '<' -> assertThat(connection.answerHex()).as(line).matches(hex);
            case '!' -> {
                assertThat(connection.answerHex()).as("nothing more is answered").isEmpty();
                assertThat(connection.isOpen()).as(line).isFalse();
            }
            case 'x' -> connections.remove(name).hangUp();
            default -> throw new IllegalArgumentException(line);
        }
    }
}
