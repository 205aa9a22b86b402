package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.operator.node.SlotNames;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The committed examples are what injection makes of their sources. {@code -Dupdate-examples=true} rewrites them. */
class ExamplesTest {

    private static final Path EXAMPLES = Path.of("../examples");

    private final KubernetesSerialization yaml = new KubernetesSerialization();

    @ParameterizedTest
    @ValueSource(strings = {"web-0", "web-1", "worker-0"})
    void theInjectedExampleIsGeneratedFromItsSource(String name) throws IOException, InjectionRefused {
        ErlangCluster cluster = read(Path.of("erlangcluster.yaml"), ErlangCluster.class);
        Pod source = read(Path.of("source", name + ".yaml"), Pod.class);
        int slot = SlotNames.ordinal(name).orElseThrow();
        InjectionContext context = new InjectionContext(
                cluster,
                Optional.of(SlotNames.nodeName(
                        cluster, SlotNames.service(cluster, source.getMetadata().getLabels()), slot)),
                new SidecarTemplate(
                        "erlang-cluster-sidecar:0.1.0",
                        "wss://erlang-cluster-operator.erlang-system:4371",
                        SidecarTemplate.Form.NATIVE));
        String generated = "# Generated from source/" + name + ".yaml by injection.\n"
                + yaml.asYaml(new PodInjector().inject(source, context));
        Path committed = EXAMPLES.resolve(name + ".yaml");
        if (Boolean.getBoolean("update-examples")) {
            Files.writeString(committed, generated);
        }
        assertThat(committed)
                .as("regenerate with: ./mvnw -pl operator -am test -Dupdate-examples=true")
                .hasContent(generated);
    }

    private <T> T read(Path file, Class<T> type) throws IOException {
        return yaml.unmarshal(Files.readString(EXAMPLES.resolve(file)), type);
    }
}
