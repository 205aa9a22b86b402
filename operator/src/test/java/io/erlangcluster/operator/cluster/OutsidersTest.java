package io.erlangcluster.operator.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.erlangcluster.api.Annotations;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutsidersTest {

    @Test
    void theWorkloadToRestartIsNamed() {
        assertThat(Outsiders.of(
                                Seen.cluster(),
                                List.of(
                                        owned("web-7d9f-x", "ReplicaSet", "web-7d9f"),
                                        owned("web-7d9f-y", "ReplicaSet", "web-7d9f"),
                                        owned("db-0", "StatefulSet", "db"),
                                        Seen.pod("bare")))
                        .restarts())
                .containsExactly(
                        "kubectl delete pod bare -n prod and create it again",
                        "kubectl rollout restart deployment/web -n prod",
                        "kubectl rollout restart statefulset/db -n prod");
    }

    @Test
    void membersAndPodsThatWantNoSidecarAreNoOutsiders() {
        assertThat(Outsiders.of(
                        Seen.cluster(),
                        List.of(
                                annotated("member", Annotations.CLUSTER, "shop"),
                                annotated("alone", "erlangcluster.io/inject", "false"))))
                .isEqualTo(Outsiders.NONE);
    }

    @Test
    void podsOfOtherClustersAreNamedWithTheirCluster() {
        assertThat(Outsiders.of(Seen.cluster(), List.of(annotated("x", Annotations.CLUSTER, "store")))
                        .taken())
                .containsExactly("x (store)");
    }

    private static Pod annotated(String name, String key, String value) {
        return Seen.pod(name)
                .edit()
                .editMetadata()
                .addToAnnotations(key, value)
                .endMetadata()
                .build();
    }

    private static Pod owned(String name, String kind, String owner) {
        return Seen.pod(name)
                .edit()
                .editMetadata()
                .addToLabels("pod-template-hash", "7d9f")
                .addNewOwnerReference()
                .withKind(kind)
                .withName(owner)
                .withController(true)
                .endOwnerReference()
                .endMetadata()
                .build();
    }
}
