package io.erlangcluster.e2e.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ContainerEnvironmentTest {

    private static final Pod POD = new PodBuilder()
            .withNewMetadata()
            .withName("web-0")
            .withNamespace("prod")
            .withUid("u-1")
            .endMetadata()
            .build();

    private final ContainerEnvironment environment = new ContainerEnvironment(
            POD,
            "10.77.0.2",
            (secret, key) -> secret.equals("s") && key.equals("cookie") ? Optional.of("c00kie") : Optional.empty());

    @Test
    void resolvesFieldsAndSecrets() {
        assertThat(environment.resolve(List.of(
                        field("NAME", "metadata.name"),
                        field("NAMESPACE", "metadata.namespace"),
                        field("UID", "metadata.uid"),
                        field("IP", "status.podIP"),
                        secret("COOKIE", "s", false))))
                .containsEntry("NAME", "web-0")
                .containsEntry("NAMESPACE", "prod")
                .containsEntry("UID", "u-1")
                .containsEntry("IP", "10.77.0.2")
                .containsEntry("COOKIE", "c00kie");
    }

    @Test
    void expandsOnlyWhatStandsBefore() {
        assertThat(environment.resolve(List.of(
                        value("EARLY", "$(NAME)"),
                        value("NAME", "web"),
                        value("FLAGS", "-name $(NAME) -x {127,0,0,1}"),
                        value("NONE", "$(NOWHERE)"))))
                .containsEntry("EARLY", "$(NAME)")
                .containsEntry("FLAGS", "-name web -x {127,0,0,1}")
                .containsEntry("NONE", "$(NOWHERE)");
    }

    @Test
    void twoDollarsAreOne() {
        assertThat(environment.resolve(List.of(value("NAME", "web"), value("PLAIN", "$$(NAME) $NAME"))))
                .containsEntry("PLAIN", "$(NAME) $NAME");
    }

    @Test
    void aMissingSecretStopsTheContainerUnlessOptional() {
        assertThatThrownBy(() -> environment.resolve(List.of(secret("COOKIE", "gone", false))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("gone");
        assertThat(environment.resolve(List.of(secret("COOKIE", "gone", true)))).isEmpty();
    }

    private static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }

    private static EnvVar field(String name, String path) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewFieldRef(null, path)
                .endValueFrom()
                .build();
    }

    private static EnvVar secret(String name, String secret, boolean optional) {
        return new EnvVarBuilder()
                .withName(name)
                .withNewValueFrom()
                .withNewSecretKeyRef("cookie", secret, optional)
                .endValueFrom()
                .build();
    }
}
