package io.erlangcluster.chart;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.TemplateCommand;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * The chart as helm renders it.
 *
 * @param yaml all manifests of a release {@code erlang-cluster-operator} in namespace {@code erlang-system}
 */
public record Chart(String yaml) {

    /** Where the release goes in tests and in install.yaml. */
    public static final String NAMESPACE = "erlang-system";

    /** The release's name, and so the name of most of its objects. */
    public static final String NAME = "erlang-cluster-operator";

    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** The chart with the values it brings. */
    public static Chart render() {
        return render("{}");
    }

    /**
     * The chart with values of one's own.
     *
     * @param values YAML
     * @throws IllegalStateException if helm refuses them; the message is helm's
     */
    public static Chart render(String values) {
        try {
            Path file = Files.createTempFile("values-", ".yaml");
            try {
                Files.writeString(file, values);
                TemplateCommand command = new Helm(directory())
                        .template()
                        .withName(NAME)
                        .withNamespace(NAMESPACE)
                        .withKubeVersion("1.29.0")
                        .withValuesFile(file);
                return new Chart(command.call());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the values", e);
        }
    }

    /** The chart's folder, of the checkout that this JVM was started in or below of. */
    static Path directory() {
        return root().resolve("charts/" + NAME);
    }

    static Path root() {
        for (Path path = Path.of("").toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.isRegularFile(path.resolve("mvnw"))) {
                return path;
            }
        }
        throw new IllegalStateException("not inside a checkout: change to it");
    }

    /** Every rendered object, in the order of the manifest. */
    public List<HasMetadata> objects() {
        return Arrays.stream(yaml.split("(?m)^---\\s*$", -1))
                .filter(document -> document.contains("kind:"))
                .map(document -> (HasMetadata) YAML.unmarshal(document))
                .toList();
    }

    /** The rendered objects of one kind. */
    public <T extends HasMetadata> List<T> all(Class<T> kind) {
        return objects().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The only object of its kind. */
    public <T extends HasMetadata> T the(Class<T> kind) {
        List<T> found = all(kind);
        if (found.size() != 1) {
            throw new IllegalStateException(found.size() + " objects are a " + kind.getSimpleName() + ", not one");
        }
        return found.getFirst();
    }
}
