package io.erlangcluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The committed YAML is what the types say. {@code -Dupdate-crds=true} rewrites it. */
class CrdYamlTest {

    private static final List<String> FILES =
            List.of("erlangclusters.erlangcluster.io-v1.yml", "erlangnodes.erlangcluster.io-v1.yml");

    private static final List<String> COLUMNS =
            List.of("NODES", "UP", "LINKS", "MESH", "NODE", "POD", "PHASE", "IP", "AGE");

    @Test
    void theCommittedYamlIsGeneratedFromTheTypes(@TempDir Path generated) throws IOException {
        new CRDGenerator()
                .inOutputDir(generated.toFile())
                .withMinQuotes(true)
                .withPostProcessor(new ReadingOrder())
                .forCRDVersions("v1")
                .customResourceClasses(List.of(ErlangCluster.class, ErlangNode.class))
                .generate();
        for (String file : FILES) {
            Path committed = Path.of(file);
            if (Boolean.getBoolean("update-crds")) {
                Files.copy(generated.resolve(file), committed, StandardCopyOption.REPLACE_EXISTING);
            }
            assertThat(committed)
                    .as("regenerate with: ./mvnw -pl crds test -Dupdate-crds=true")
                    .hasSameTextualContentAs(generated.resolve(file));
        }
    }

    /** The generator sorts the columns by path; people read them in another order. */
    private static final class ReadingOrder implements CRDPostProcessor {
        @Override
        public HasMetadata process(HasMetadata crd, String version) {
            ((CustomResourceDefinition) crd)
                    .getSpec()
                    .getVersions()
                    .forEach(served -> served.getAdditionalPrinterColumns()
                            .sort(Comparator.comparingInt(column -> COLUMNS.indexOf(column.getName()))));
            return crd;
        }
    }
}
