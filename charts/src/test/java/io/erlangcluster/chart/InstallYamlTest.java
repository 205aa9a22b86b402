package io.erlangcluster.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What is committed for {@code kubectl apply -f} is what the chart and the types say. {@code -Dupdate-chart=true}
 * rewrites it.
 */
class InstallYamlTest {

    private static final String HINT = "regenerate with: ./mvnw -pl charts -am test -Dupdate-chart=true";

    private static final String NAMESPACE = """
            # The Erlang Cluster Operator without helm: kubectl apply --server-side -f install.yaml
            # Generated from the chart with its default values.
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %1$s
              labels:
                kubernetes.io/metadata.name: %1$s
                pod-security.kubernetes.io/enforce: restricted
            """.formatted(Chart.NAMESPACE);

    @Test
    void theChartsCrdsAreThoseOfTheTypes() throws IOException {
        Path copies = Chart.directory().resolve("crds");
        for (Path crd : crds()) {
            Path copy = copies.resolve(crd.getFileName());
            if (Boolean.getBoolean("update-chart")) {
                Files.copy(crd, copy, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(copy).as(HINT).hasSameTextualContentAs(crd);
        }
        try (Stream<Path> files = Files.list(copies)) {
            assertThat(files).hasSameSizeAs(crds());
        }
    }

    @Test
    void installYamlIsTheChartWithItsCrds() throws IOException {
        StringBuilder text = new StringBuilder(NAMESPACE);
        for (Path crd : crds()) {
            text.append("---\n").append(Files.readString(crd));
        }
        text.append(Chart.render()
                .yaml()
                .replace("app.kubernetes.io/managed-by: Helm", "app.kubernetes.io/managed-by: kubectl")
                .replaceAll("(?m)^ +helm\\.sh/chart: .*\\R", "")
                .replaceAll("(?m)^# Source: .*\\R", ""));
        Path committed = Chart.root().resolve("charts/install.yaml");
        if (Boolean.getBoolean("update-chart")) {
            Files.writeString(committed, text);
        }
        assertThat(committed).as(HINT).hasContent(text.toString());
    }

    private static List<Path> crds() throws IOException {
        try (Stream<Path> files = Files.list(Chart.root().resolve("crds"))) {
            return files.filter(file -> file.toString().endsWith(".yml"))
                    .sorted()
                    .toList();
        }
    }
}
