package io.erlangcluster.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageTableTest {

    private final ImageTable images = new ImageTable(Map.of("sidecar:1", List.of("java", "-jar", "x.jar")));

    @Test
    void runsAKnownImageByItsEntrypoint() {
        assertThat(images.commandLine("sidecar:1", List.of(), List.of("-v")))
                .containsExactly("java", "-jar", "x.jar", "-v");
    }

    @Test
    void theContainersOwnCommandWins() {
        assertThat(images.commandLine("sidecar:1", List.of("sh"), List.of())).containsExactly("sh");
        assertThat(images.commandLine("erlang:25", List.of("erl", "-noinput"), List.of()))
                .containsExactly("erl", "-noinput");
    }

    @Test
    void saysWhichImageItCannotRun() {
        assertThatThrownBy(() -> images.commandLine("nginx:1", List.of(), List.of()))
                .hasMessageContaining("nginx:1");
    }
}
