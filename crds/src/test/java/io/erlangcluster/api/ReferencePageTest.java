package io.erlangcluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docs/reference.md is what the types say. {@code -Dupdate-docs=true} rewrites it. */
class ReferencePageTest {

    private static final Path PAGE = Path.of("..", "docs", "reference.md");

    @Test
    void thePageIsGeneratedFromTheTypes(@TempDir Path generated) throws IOException {
        GeneratedCrds.write(generated);
        List<JsonNode> crds = new ArrayList<>();
        for (String file : List.of(GeneratedCrds.CLUSTERS, GeneratedCrds.NODES)) {
            crds.add(
                    new KubernetesSerialization().unmarshal(Files.readString(generated.resolve(file)), JsonNode.class));
        }
        String page = ReferencePage.of(crds);
        if (Boolean.getBoolean("update-docs")) {
            Files.writeString(PAGE, page);
        }
        assertThat(PAGE)
                .as("regenerate with: ./mvnw -pl crds test -Dupdate-docs=true")
                .hasContent(page);
    }
}
