package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.NodeName;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PodInjectorTest {

    private static final String LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";

    private final PodInjector injector = new PodInjector();

    @Test
    void thePodSaysWhichNodeItIs() {
        assertThat(inject(pod(), Injection.DEFAULT).getMetadata().getAnnotations())
                .isEqualTo(Map.of(
                        "mine",
                        "kept",
                        Annotations.CLUSTER,
                        "shop",
                        Annotations.NODE_NAME,
                        "web-0@shop.prod",
                        Annotations.INJECTED,
                        "true"));
    }

    @Test
    void theHostPartResolvesToLoopbackBesidesTheUsersOwnAliases() {
        Pod user = pod().edit()
                .editSpec()
                .addToHostAliases(new HostAliasBuilder()
                        .withIp("10.1.1.1")
                        .withHostnames("db")
                        .build())
                .endSpec()
                .build();
        assertThat(inject(user, Injection.DEFAULT).getSpec().getHostAliases())
                .extracting(alias -> alias.getIp(), alias -> alias.getHostnames())
                .containsExactly(tuple("10.1.1.1", List.of("db")), tuple("127.0.0.1", List.of("shop.prod")));
    }

    @Test
    void nameAndCookieComeBeforeWhatTheUserDerivesFromThem() {
        Container app = app(inject(pod(new EnvVar("GREETING", "I am $(NODE_NAME)", null)), Injection.DEFAULT));
        assertThat(app.getEnv())
                .extracting(EnvVar::getName, EnvVar::getValue)
                .containsExactly(
                        tuple("NODE_NAME", "web-0@shop.prod"),
                        tuple("NODE_COOKIE", null),
                        tuple("RELEASE_DISTRIBUTION", "name"),
                        tuple("RELEASE_NODE", "web-0@shop.prod"),
                        tuple("RELEASE_COOKIE", "$(NODE_COOKIE)"),
                        tuple("GREETING", "I am $(NODE_NAME)"),
                        tuple("ERL_AFLAGS", LOOPBACK));
        assertThat(app.getEnv().get(1).getValueFrom().getSecretKeyRef())
                .extracting(ref -> ref.getName(), ref -> ref.getKey())
                .containsExactly("shop-erlang-cookie", "cookie");
    }

    @Test
    void aNodeUnderAnotherNameWouldNotBeInTheMesh() {
        Container app = app(inject(pod(new EnvVar("RELEASE_NODE", "elsewhere@host", null)), Injection.DEFAULT));
        assertThat(app.getEnv())
                .filteredOn(variable -> variable.getName().equals("RELEASE_NODE"))
                .extracting(EnvVar::getValue)
                .containsExactly("web-0@shop.prod");
    }

    @Test
    void existingErlangFlagsAreExtended() {
        Pod user = pod(new EnvVar("ERL_AFLAGS", "+P 1000000", null));
        assertThat(flags(inject(user, style(Injection.Style.ERL_FLAGS))))
                .isEqualTo("+P 1000000 -name $(NODE_NAME) -setcookie $(NODE_COOKIE) " + LOOPBACK);
    }

    @Test
    void flagsFromAReferenceAreRefusedRatherThanLost() {
        Pod user = pod(new EnvVarBuilder()
                .withName("ERL_AFLAGS")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("flags", "erl", false)
                .endValueFrom()
                .build());
        assertThatThrownBy(() -> inject(user, Injection.DEFAULT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("plain value");
    }

    @Test
    void theDirectDataPathLeavesTheDistributionReachable() {
        ErlangCluster cluster = cluster(Injection.DEFAULT, null, DataPath.DIRECT);
        assertThat(app(injector.inject(pod(), context(cluster))).getEnv())
                .extracting(EnvVar::getName)
                .doesNotContain("ERL_AFLAGS");
    }

    @Test
    void theContainerThatRunsTheVmIsTheOneTheClusterNames() {
        Pod injected = inject(pod(), new Injection(null, null, "second"));
        assertThat(injected.getSpec().getContainers().get(0).getEnv()).isEmpty();
        assertThat(injected.getSpec().getContainers().get(1).getEnv()).isNotEmpty();
        assertThatThrownBy(() -> inject(pod(), new Injection(null, null, "third")))
                .hasMessageContaining("spec.injection.container");
    }

    @Test
    void theSidecarIsTheFirstInitContainerToTheLastField() {
        Pod injected = inject(pod(), new Injection(null, "mine:1", null));
        assertThat(injected.getSpec().getInitContainers())
                .extracting(Container::getName)
                .containsExactly("erlang-sidecar", "migrate");
        Container sidecar = injected.getSpec().getInitContainers().getFirst();
        assertThat(sidecar.getImage()).isEqualTo("mine:1");
        assertThat(sidecar.getRestartPolicy()).isEqualTo("Always");
        assertThat(sidecar.getStartupProbe().getTcpSocket().getPort().getIntVal())
                .isEqualTo(4369);
        assertThat(sidecar.getPorts())
                .extracting(port -> port.getContainerPort())
                .containsExactly(4369, 4370);
        assertThat(sidecar.getEnv())
                .extracting(
                        EnvVar::getName,
                        EnvVar::getValue,
                        variable -> variable.getValueFrom() == null
                                        || variable.getValueFrom().getFieldRef() == null
                                ? null
                                : variable.getValueFrom().getFieldRef().getFieldPath())
                .containsExactly(
                        tuple("ERLANGCLUSTER_NAME", "shop", null),
                        tuple("ERLANGCLUSTER_NAMESPACE", null, "metadata.namespace"),
                        tuple("ERLANGCLUSTER_POD", null, "metadata.name"),
                        tuple("ERLANGCLUSTER_POD_UID", null, "metadata.uid"),
                        tuple("ERLANGCLUSTER_POD_IP", null, "status.podIP"),
                        tuple("ERLANGCLUSTER_NODE_NAME", "web-0@shop.prod", null),
                        tuple("ERLANGCLUSTER_COOKIE", null, null),
                        tuple("ERLANGCLUSTER_OPERATOR", "ws://operator:8080", null));
        assertThat(sidecar.getSecurityContext().getRunAsNonRoot()).isTrue();
        assertThat(sidecar.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
        assertThat(sidecar.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
        assertThat(sidecar.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
        assertThat(sidecar.getSecurityContext().getSeccompProfile().getType()).isEqualTo("RuntimeDefault");
    }

    @Test
    void aCookieOfTheUsersOwnReachesBothContainers() {
        ErlangCluster cluster =
                cluster(Injection.DEFAULT, new Cookie(new Cookie.SecretRef("vault", "erlang")), DataPath.TUNNEL);
        Pod injected = injector.inject(pod(), context(cluster));
        assertThat(app(injected)
                        .getEnv()
                        .get(1)
                        .getValueFrom()
                        .getSecretKeyRef()
                        .getName())
                .isEqualTo("vault");
        assertThat(injected.getSpec()
                        .getInitContainers()
                        .getFirst()
                        .getEnv()
                        .get(6)
                        .getValueFrom()
                        .getSecretKeyRef()
                        .getKey())
                .isEqualTo("erlang");
    }

    @Test
    void injectingTwiceChangesNothingMoreAndTheInputNever() {
        Pod user = pod(new EnvVar("ERL_AFLAGS", "+P 1000000", null));
        Pod untouched = user.edit().build();
        Pod once = inject(user, style(Injection.Style.ERL_FLAGS));
        assertThat(inject(once, style(Injection.Style.ERL_FLAGS))).isEqualTo(once);
        assertThat(user).isEqualTo(untouched);
    }

    private Pod inject(Pod pod, Injection injection) {
        return injector.inject(pod, context(cluster(injection, null, DataPath.TUNNEL)));
    }

    private static InjectionContext context(ErlangCluster cluster) {
        return new InjectionContext(cluster, NodeName.parse("web-0@shop.prod"), "ws://operator:8080", "sidecar:1");
    }

    static ErlangCluster cluster(Injection injection, @Nullable Cookie cookie, DataPath path) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withName("shop").withNamespace("prod").build());
        cluster.setSpec(new ErlangClusterSpec(null, null, null, cookie, path, injection));
        return cluster;
    }

    private static Injection style(Injection.Style style) {
        return new Injection(style, null, null);
    }

    private static Container app(Pod pod) {
        return pod.getSpec().getContainers().getFirst();
    }

    private static String flags(Pod pod) {
        return app(pod).getEnv().stream()
                .filter(variable -> variable.getName().equals("ERL_AFLAGS"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }

    private static Pod pod(EnvVar... env) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-0")
                .withNamespace("prod")
                .addToAnnotations("mine", "kept")
                .endMetadata()
                .withNewSpec()
                .addToInitContainers(new ContainerBuilder().withName("migrate").build())
                .addToContainers(
                        new ContainerBuilder().withName("app").withEnv(env).build(),
                        new ContainerBuilder().withName("second").build())
                .endSpec()
                .build();
    }
}
