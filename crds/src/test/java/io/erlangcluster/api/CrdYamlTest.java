package io.erlangcluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed YAML is what the types say. {@code -Dupdate-crds=true} rewrites it. */
class CrdYamlTest {

    @Test
    void theCommittedYamlIsGeneratedFromTheTypes(@TempDir Path generated) throws IOException {
        GeneratedCrds.write(generated);
        for (String file : List.of(GeneratedCrds.CLUSTERS, GeneratedCrds.NODES)) {
            Path committed = Path.of(file);
            if (Boolean.getBoolean("update-crds")) {
                Files.copy(generated.resolve(file), committed, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(committed)
                    .as("regenerate with: ./mvnw -pl crds test -Dupdate-crds=true")
                    .hasSameTextualContentAs(generated.resolve(file));
        }
    }
}
