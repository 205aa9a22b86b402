package io.erlangcluster.operator.injection;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import org.junit.jupiter.api.Test;

class PodVolumesTest {

    private final PodVolumes mutator = new PodVolumes();

    @Test
    void tokenAndBundleShareOneVolumeAndTheStateIsBounded() {
        Pod user = ShopPods.pod()
                .edit()
                .editSpec()
                .addToVolumes(new VolumeBuilder().withName("data").build())
                .endSpec()
                .build();
        Pod once = mutator.mutate(user, ShopPods.context());
        assertThat(once.getSpec().getVolumes())
                .extracting(Volume::getName)
                .containsExactly("data", "erlangcluster-identity", "erlangcluster-state");
        assertThat(new KubernetesSerialization()
                        .asYaml(once.getSpec().getVolumes().get(1))
                        .strip())
                .isEqualTo("""
                        ---
                        name: "erlangcluster-identity"
                        projected:
                          sources:
                          - serviceAccountToken:
                              audience: "erlang-cluster-operator"
                              expirationSeconds: 3600
                              path: "token"
                          - configMap:
                              items:
                              - key: "ca.crt"
                                path: "ca.crt"
                              name: "erlang-cluster-ca"
                          - secret:
                              items:
                              - key: "cookie"
                                path: "cookie"
                              name: "shop-erlang-cookie"
                          - secret:
                              items:
                              - key: "previous-cookie"
                                path: "previous-cookie"
                              name: "shop-erlang-cookie"
                              optional: true""");
        assertThat(new KubernetesSerialization()
                        .asYaml(once.getSpec().getVolumes().get(2))
                        .strip())
                .isEqualTo("""
                        ---
                        emptyDir:
                          sizeLimit: "16Mi"
                        name: "erlangcluster-state\"""");
        assertThat(mutator.mutate(once, ShopPods.context())).isEqualTo(once);
    }
}
