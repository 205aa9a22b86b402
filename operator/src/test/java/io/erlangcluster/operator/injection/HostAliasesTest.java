package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.HostAlias;
import io.fabric8.kubernetes.api.model.HostAliasBuilder;
import io.fabric8.kubernetes.api.model.Pod;
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
