package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.ErlangClusterSpec.DataPath;
import io.erlangcluster.api.ErlangClusterSpec.NodeNames;
import io.erlangcluster.api.Injection;
import io.erlangcluster.api.Readiness;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import org.junit.jupiter.api.Test;

class ReadinessGateTest {

    private final ReadinessGate mutator = new ReadinessGate();

    @Test
    void thePodWaitsForItsNodeBesidesTheUsersOwnGates() {
        Pod user = ShopPods.pod()
                .edit()
                .editSpec()
                .addToReadinessGates(new PodReadinessGate("example.com/warm"))
                .endSpec()
                .build();
        Pod once = mutator.mutate(user, ShopPods.context());
        assertThat(once.getSpec().getReadinessGates())
                .extracting(PodReadinessGate::getConditionType)
                .containsExactly("example.com/warm", "erlangcluster.io/joined");
        assertThat(mutator.mutate(once, ShopPods.context())).isEqualTo(once);
    }

    @Test
    void aClusterCanDoWithoutTheGate() {
        InjectionContext without = ShopPods.context(ShopPods.spec(
                Injection.DEFAULT, DataPath.TUNNEL, null, NodeNames.SLOT, new Readiness(false, 60), null));
        assertThat(mutator.mutate(ShopPods.pod(), without)).isEqualTo(ShopPods.pod());
    }
}
