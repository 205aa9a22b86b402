package io.erlangcluster.operator.injection;

import static io.erlangcluster.operator.injection.ShopPods.app;
import static io.erlangcluster.operator.injection.ShopPods.pod;
import static io.erlangcluster.operator.injection.ShopPods.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.Readiness;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeEnvironmentTest {

    private final NodeEnvironment mutator = new NodeEnvironment();

    @Test
    void nameAndCookieComeBeforeWhatTheUserDerivesFromThem() throws InjectionRefused {
        Pod once = mutator.mutate(pod(value("GREETING", "I am $(NODE_NAME)")), ShopPods.context());
        assertThat(app(once).getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(
                        tuple("NODE_NAME", "web-0@shop.prod"),
                        tuple("NODE_COOKIE", null),
                        tuple("RELEASE_DISTRIBUTION", "name"),
                        tuple("RELEASE_NODE", "web-0@shop.prod"),
                        tuple("RELEASE_COOKIE", "$(NODE_COOKIE)"),
                        tuple("GREETING", "I am $(NODE_NAME)"));
        assertThat(app(once).getEnv().get(1).getValueFrom().getSecretKeyRef())
                .extracting(ref -> ref.getName(), ref -> ref.getKey())
                .containsExactly("shop-erlang-cookie", "cookie");
        assertThat(mutator.mutate(once, ShopPods.context())).isEqualTo(once);
    }

    @Test
    void aCookieOfTheUsersOwnIsTakenFromItsSecret() throws InjectionRefused {
        InjectionContext context = ShopPods.context(ShopPods.spec(
                Injection.DEFAULT,
                DataPath.TUNNEL,
                new Cookie(new Cookie.SecretRef("vault", "erlang")),
                NodeNames.SLOT,
                new Readiness(true, 60),
                null));
        assertThat(app(mutator.mutate(pod(), context))
                        .getEnv()
                        .get(1)
                        .getValueFrom()
                        .getSecretKeyRef())
                .extracting(ref -> ref.getName(), ref -> ref.getKey())
                .containsExactly("vault", "erlang");
    }

    @Test
    void nodesThatNameThemselvesGetTheCookieOnly() throws InjectionRefused {
        Pod pod = pod(value("RELEASE_NODE", "mine@elsewhere"));
        assertThat(app(mutator.mutate(pod, ShopPods.existingNames())).getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(
                        tuple("NODE_COOKIE", null),
                        tuple("RELEASE_COOKIE", "$(NODE_COOKIE)"),
                        tuple("RELEASE_NODE", "mine@elsewhere"));
    }

    @ParameterizedTest
    @CsvSource({
        "NODE_NAME, mine@elsewhere, spec.nodeNames",
        "RELEASE_NODE, mine@elsewhere, spec.nodeNames",
        "RELEASE_DISTRIBUTION, none, spec.nodeNames",
        "RELEASE_COOKIE, secret, spec.cookie.secretRef",
        "NODE_COOKIE, secret, spec.cookie.secretRef",
        "ERL_EPMD_PORT, 4000, 4369",
        "ERL_DIST_PORT, 4000, never found",
    })
    void whatContradictsTheClusterIsRefusedWithAWayOut(String name, String text, String wayOut) {
        assertThatThrownBy(() -> mutator.mutate(pod(value(name, text)), ShopPods.context()))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("container app")
                .hasMessageContaining(name)
                .hasMessageContaining(wayOut)
                .message()
                .doesNotContain("secret,");
    }

    @Test
    void whatSaysTheSameIsNoContradiction() throws InjectionRefused {
        Pod pod = pod(value("RELEASE_DISTRIBUTION", "name"), value("ERL_EPMD_PORT", "4369"));
        assertThat(app(mutator.mutate(pod, ShopPods.context())).getEnv()).hasSize(6);
    }

    @Test
    void theContainerThatRunsTheVmIsTheOneTheClusterNames() throws InjectionRefused {
        Pod injected = mutator.mutate(pod(), ShopPods.context(new Injection(null, null, "second")));
        assertThat(injected.getSpec().getContainers().get(0).getEnv()).isEmpty();
        assertThat(injected.getSpec().getContainers().get(1).getEnv()).hasSize(5);
        assertThatThrownBy(() -> mutator.mutate(pod(), ShopPods.context(new Injection(null, null, "third"))))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("no container third, only [app, second]")
                .hasMessageContaining("spec.injection.container");
    }
}
