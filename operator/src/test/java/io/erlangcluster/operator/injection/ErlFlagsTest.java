package io.erlangcluster.operator.injection;

import static io.erlangcluster.operator.injection.ShopPods.app;
import static io.erlangcluster.operator.injection.ShopPods.context;
import static io.erlangcluster.operator.injection.ShopPods.erlFlags;
import static io.erlangcluster.operator.injection.ShopPods.pod;
import static io.erlangcluster.operator.injection.ShopPods.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.Readiness;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErlFlagsTest {

    private static final String LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}";

    private final ErlFlags mutator = new ErlFlags();

    @Test
    void aReleaseIsKeptOffEpmdsOfItsOwnAndOnLoopback() throws InjectionRefused {
        assertThat(flags(mutator.mutate(pod(), context()))).isEqualTo("-start_epmd false " + LOOPBACK);
    }

    @Test
    void theDirectDataPathLeavesTheDistributionReachable() throws InjectionRefused {
        InjectionContext direct = context(ShopPods.spec(Injection.DEFAULT, DataPath.DIRECT));
        assertThat(flags(mutator.mutate(pod(), direct))).isEqualTo("-start_epmd false");
    }

    @Test
    void existingFlagsAreKeptAndExtended() throws InjectionRefused {
        Pod once = mutator.mutate(pod(value("ERL_AFLAGS", "+P 1000000"), value("MORE", "1")), erlFlags());
        assertThat(flags(once))
                .isEqualTo("+P 1000000 -name $(NODE_NAME) -setcookie $(NODE_COOKIE) -start_epmd false " + LOOPBACK);
        assertThat(app(once).getEnv()).extracting(EnvVar::getName).containsExactly("MORE", "ERL_AFLAGS");
        assertThat(mutator.mutate(once, erlFlags())).isEqualTo(once);
    }

    @Test
    void flagsOfAnEarlierSpecGiveWay() throws InjectionRefused {
        Pod before = mutator.mutate(pod(value("ERL_AFLAGS", "+P 1000000")), erlFlags());
        assertThat(flags(mutator.mutate(before, context()))).isEqualTo("+P 1000000 -start_epmd false " + LOOPBACK);
    }

    @Test
    void theTickTimeIsTheClusters() throws InjectionRefused {
        InjectionContext ticking = context(
                ShopPods.spec(Injection.DEFAULT, DataPath.TUNNEL, null, NodeNames.SLOT, new Readiness(true, 60), 15));
        Pod once = mutator.mutate(pod(), ticking);
        assertThat(flags(once)).isEqualTo("-start_epmd false " + LOOPBACK + " -kernel net_ticktime 15");
        assertThat(mutator.mutate(once, ticking)).isEqualTo(once);
        assertThatThrownBy(() -> mutator.mutate(pod(value("ERL_AFLAGS", "-kernel net_ticktime 5")), ticking))
                .hasMessageContaining("spec.netTickTime");
    }

    @Test
    void flagsFromAReferenceAreRefusedRatherThanLost() {
        Pod user = pod(new EnvVarBuilder()
                .withName("ERL_AFLAGS")
                .withNewValueFrom()
                .withNewConfigMapKeyRef("flags", "erl", false)
                .endValueFrom()
                .build());
        assertThatThrownBy(() -> mutator.mutate(user, context()))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("plain value");
    }

    @ParameterizedTest
    @CsvSource({
        "-name a@b, names its nodes",
        "+P 1000 -sname a, names its nodes",
        "-setcookie abc, of two cookies",
        "-setcookie abc -kernel x y, of two cookies",
        "-erl_epmd_port 6789, never found",
        "'-kernel inet_dist_use_interface {0,0,0,0}', loopback",
    })
    void flagsThatContradictTheClusterAreRefused(String flags, String why) {
        assertThatThrownBy(() -> mutator.mutate(pod(value("ERL_AFLAGS", flags)), context()))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining(why)
                .hasMessageContaining("remove it");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-setcookie peer@host abc", "-kernel logger_level debug", "-nameless"})
    void flagsThatOnlyLookSoAreKept(String flags) throws InjectionRefused {
        assertThat(flags(mutator.mutate(pod(value("ERL_AFLAGS", flags)), context())))
                .startsWith(flags + " ");
    }

    @Test
    void aCommandLineMayNameTheNodeItselfUnlessFlagsDo() throws InjectionRefused {
        Pod erl = pod(new ContainerBuilder()
                .withName("app")
                .withCommand("erl", "-setcookie", "$(NODE_COOKIE)")
                .withArgs("-noinput")
                .build());
        assertThat(flags(mutator.mutate(erl, context()))).isNotEmpty();
        assertThatThrownBy(() -> mutator.mutate(erl, erlFlags())).hasMessageContaining("of two cookies");
        Pod sname = pod(
                new ContainerBuilder().withName("app").withArgs("-sname", "a").build());
        assertThatThrownBy(() -> mutator.mutate(sname, erlFlags())).hasMessageContaining("it wins over");
    }

    private static String flags(Pod pod) {
        return app(pod).getEnv().stream()
                .filter(variable -> variable.getName().equals("ERL_AFLAGS"))
                .map(EnvVar::getValue)
                .findFirst()
                .orElseThrow();
    }
}
