package io.erlangcluster.operator.injection;

import static io.erlangcluster.operator.injection.ShopPods.app;
import static io.erlangcluster.operator.injection.ShopPods.pod;
import static io.erlangcluster.operator.injection.ShopPods.value;
import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Annotations;
import io.erlangcluster.api.ErlangCluster;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PodInjectorTest {

    private final PodInjector injector = new PodInjector();

    @Test
    void thePodSaysWhichNodeItIs() throws InjectionRefused {
        assertThat(injector.inject(pod(), ShopPods.context()).getMetadata().getAnnotations())
                .isEqualTo(Map.of(
                        "mine",
                        "kept",
                        Annotations.CLUSTER,
                        "shop",
                        Annotations.NODE_NAME,
                        "web-0@shop.prod",
                        Annotations.INJECTED,
                        "true"));
        assertThat(injector.inject(pod(), ShopPods.existingNames())
                        .getMetadata()
                        .getAnnotations())
                .doesNotContainKey(Annotations.NODE_NAME);
    }

    @Test
    void whatFlagsReferToStandsBeforeThem() throws InjectionRefused {
        assertThat(app(injector.inject(pod(value("MINE", "1")), ShopPods.erlFlags()))
                        .getEnv())
                .extracting(EnvVar::getName)
                .containsExactly(
                        "NODE_NAME",
                        "NODE_COOKIE",
                        "RELEASE_DISTRIBUTION",
                        "RELEASE_NODE",
                        "RELEASE_COOKIE",
                        "MINE",
                        "ERL_AFLAGS");
    }

    @Test
    void injectingTwiceChangesNothingMoreAndTheInputNever() throws InjectionRefused {
        for (SidecarTemplate.Form form : SidecarTemplate.Form.values()) {
            ErlangCluster cluster = ShopPods.erlFlags().cluster();
            InjectionContext context = new InjectionContext(
                    cluster, ShopPods.context().nodeName(), new SidecarTemplate("sidecar:1", "wss://operator", form));
            Pod user = pod(value("ERL_AFLAGS", "+P 1000000"));
            Pod untouched = user.edit().build();
            Pod once = injector.inject(user, context);
            assertThat(injector.inject(once, context)).isEqualTo(once);
            assertThat(user).isEqualTo(untouched);
        }
    }
}
