package io.erlangcluster.operator.injection;

import io.erlangcluster.api.Cookie;
import io.erlangcluster.api.ErlangCluster;
import io.erlangcluster.api.ErlangClusterSpec;
import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.NodeName;
import io.erlangcluster.api.Readiness;
import io.erlangcluster.api.Selector;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** ErlangCluster shop of namespace prod, with a pod of two containers that its user wrote. */
final class ShopPods {

    static final NodeName WEB_0 = NodeName.parse("web-0@shop.prod");
    static final SidecarTemplate NATIVE =
            new SidecarTemplate("sidecar:1", "wss://operator:8080", SidecarTemplate.Form.NATIVE);

    private ShopPods() {}

    static ErlangCluster cluster(String name, ErlangClusterSpec spec) {
        ErlangCluster cluster = new ErlangCluster();
        cluster.setMetadata(
                new ObjectMetaBuilder().withName(name).withNamespace("prod").build());
        cluster.setSpec(spec);
        return cluster;
    }

    static ErlangClusterSpec spec(Injection injection, DataPath path) {
        return spec(injection, path, null, NodeNames.SLOT, new Readiness(true, 60), null);
    }

    static ErlangClusterSpec spec(
            Injection injection,
            DataPath path,
            @Nullable Cookie cookie,
            NodeNames names,
            Readiness readiness,
            @Nullable Integer netTickTime) {
        return new ErlangClusterSpec(
                new Selector(Map.of("app", "shop"), List.of()),
                null,
                names,
                cookie,
                path,
                null,
                null,
                null,
                readiness,
                netTickTime,
                null,
                injection,
                null);
    }

    static InjectionContext context(ErlangClusterSpec spec) {
        Optional<NodeName> name = spec.nodeNames() == NodeNames.SLOT ? Optional.of(WEB_0) : Optional.empty();
        return new InjectionContext(cluster("shop", spec), name, NATIVE);
    }

    /** All defaults. */
    static InjectionContext context() {
        return context(Injection.DEFAULT);
    }

    static InjectionContext context(Injection injection) {
        return context(spec(injection, DataPath.TUNNEL));
    }

    static InjectionContext erlFlags() {
        return context(new Injection(Injection.Style.ERL_FLAGS, null, null));
    }

    static InjectionContext existingNames() {
        return context(
                spec(Injection.DEFAULT, DataPath.TUNNEL, null, NodeNames.EXISTING, new Readiness(true, 60), null));
    }

    static Pod pod(EnvVar... env) {
        return pod(new ContainerBuilder().withName("app").withEnv(env).build());
    }

    static Pod pod(Container app) {
        return new PodBuilder()
                .withNewMetadata()
                .withName("web-0")
                .withNamespace("prod")
                .addToLabels("app", "shop")
                .addToAnnotations("mine", "kept")
                .endMetadata()
                .withNewSpec()
                .addToInitContainers(new ContainerBuilder().withName("migrate").build())
                .addToContainers(app, new ContainerBuilder().withName("second").build())
                .endSpec()
                .build();
    }

    static EnvVar value(String name, String value) {
        return new EnvVar(name, value, null);
    }

    static Container app(Pod pod) {
        return pod.getSpec().getContainers().stream()
                .filter(container -> container.getName().equals("app"))
                .findFirst()
                .orElseThrow();
    }
}
