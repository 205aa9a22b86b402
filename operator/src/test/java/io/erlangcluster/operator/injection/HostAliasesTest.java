package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.erlangcluster.api.ErlangClusterSpec;
import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

class HostAliasesTest {

    private final HostAliases mutator = new HostAliases();

    @Test
    void theHostPartResolvesToLoopbackBesidesTheUsersOwnAliases() throws InjectionRefused {
        Pod once = mutator.mutate(with("10.1.1.1", "db"), ShopPods.context());
        assertThat(once.getSpec().getHostAliases())
                .extracting(HostAlias::getIp, HostAlias::getHostnames)
                .containsExactly(
                        tuple("10.1.1.1", java.util.List.of("db")), tuple("127.0.0.1", java.util.List.of("shop.prod")));
        assertThat(mutator.mutate(once, ShopPods.context())).isEqualTo(once);
    }

    @Test
    void anotherAddressForTheHostPartIsRefused() {
        assertThatThrownBy(() -> mutator.mutate(with("10.1.1.1", "shop.prod"), ShopPods.context()))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("10.1.1.1")
                .hasMessageContaining("remove that name");
    }

    @Test
    void aPodOnTheMachinesNetworkIsRefused() {
        Pod pod =
                ShopPods.pod().edit().editSpec().withHostNetwork(true).endSpec().build();
        assertThatThrownBy(() -> mutator.mutate(pod, ShopPods.context()))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("hostNetwork")
                .hasMessageContaining("erlangcluster.io/inject");
    }

    @Test
    void eachClusterThatMayBeCalledHasAnAddressThatTheSidecarKnows() throws InjectionRefused {
        ErlangClusterSpec spec = Serialization.unmarshal("""
                selector: {matchLabels: {app: shop}}
                peers:
                - {name: caller, namespace: money, direction: Inbound}
                - {name: billing, namespace: money, direction: Outbound}
                - {name: bank, namespace: money}
                - {name: billing, namespace: money, services: [web]}
                """, ErlangClusterSpec.class);
        Pod once = mutator.mutate(ShopPods.pod(), ShopPods.context(spec));
        assertThat(once.getSpec().getHostAliases())
                .extracting(HostAlias::getIp, HostAlias::getHostnames)
                .containsExactly(
                        tuple("127.0.0.1", java.util.List.of("shop.prod")),
                        tuple("127.0.1.1", java.util.List.of("billing.money")),
                        tuple("127.0.1.2", java.util.List.of("bank.money")));
        assertThat(mutator.mutate(once, ShopPods.context(spec))).isEqualTo(once);
        Pod injected = new SidecarContainer().mutate(once, ShopPods.context(spec));
        assertThat(injected.getSpec().getInitContainers().getFirst().getEnv())
                .contains(ShopPods.value("ERLANGCLUSTER_PEERS", "127.0.1.1=billing.money,127.0.1.2=bank.money"));
        assertThatThrownBy(() -> mutator.mutate(with("10.1.1.1", "bank.money"), ShopPods.context(spec)))
                .isInstanceOf(InjectionRefused.class)
                .hasMessageContaining("127.0.1.2");
    }

    private static Pod with(String ip, String host) {
        return ShopPods.pod()
                .edit()
                .editSpec()
                .addToHostAliases(
                        new HostAliasBuilder().withIp(ip).withHostnames(host).build())
                .endSpec()
                .build();
    }
}
